package dev.headrace.adapters.jdbc.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32C;

/** The checksum of one row: SQLite's pages have none, and a disk may change a byte. */
final class Seal {
    private final CRC32C crc = new CRC32C();
    private final byte[] number = new byte[Long.BYTES];

    Seal of(long value) {
        for (int i = 0; i < number.length; i++) {
            number[i] = (byte) (value >>> (8 * i));
        }
        crc.update(number);
        return this;
    }

    /**
     * Text that has no form in UTF-8 would come back as other text, so it is a bug of the caller.
     */
    Seal of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        crc.update(bytes);
        return of(bytes.length);
    }

    long value() {
        return crc.getValue();
    }

    /** Whether this text comes back as it is: a half of a surrogate pair would not. */
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException(
                            "half a surrogate pair at character " + i + " of a text to be kept");
                }
                i++;
            }
        }
        return text;
    }
}
