package dev.headrace.codec.json;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;

/** Turns a numpy scalar into what people see. */
final class NumpyForm {
    private NumpyForm() {}

    static Json of(JsonObject form) {
        String dtype = form.text("dtype").orElse("");
        if (form.members().get("v") instanceof JsonNumber number) {
            return dtype.equals("bool") ? new JsonBool(number.toDouble() != 0) : number;
        }
        return form.text("v")
                .flatMap(NumpyForm::decoded)
                .flatMap(bytes ->
                        scalar(dtype, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)))
                .orElseGet(() -> JsonObject.of("type", new JsonText("numpy." + dtype)));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Json> scalar(String dtype, ByteBuffer bytes) {
        return switch (dtype + ":" + bytes.remaining()) {
            case "bool:1" -> Optional.of(new JsonBool(bytes.get() != 0));
            case "int64:8" -> Optional.of(JsonNumber.of(bytes.getLong()));
            case "uint64:8" -> Optional.of(new JsonNumber(unsigned(bytes.getLong())));
            case "float16:2" -> Optional.of(real(Float.float16ToFloat(bytes.getShort())));
            case "float32:4" -> Optional.of(real(bytes.getFloat()));
            case "float64:8" -> Optional.of(real(bytes.getDouble()));
            case "complex64:8" -> Optional.of(complex(bytes.getFloat(), bytes.getFloat()));
            case "complex128:16" -> Optional.of(complex(bytes.getDouble(), bytes.getDouble()));
            default -> Optional.empty();
        };
    }

    private static String unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits)).toString();
    }

    private static Json real(double number) {
        if (Double.isNaN(number)) {
            return ShownForm.real("nan");
        }
        if (Double.isInfinite(number)) {
            return ShownForm.real(number > 0 ? "inf" : "-inf");
        }
        if (number == 0) {
            return 1 / number < 0 ? ShownForm.real("-0") : new JsonNumber("0.0");
        }
        return JsonNumber.of(number);
    }

    private static JsonText complex(double real, double imaginary) {
        String sign = imaginary < 0 || 1 / imaginary < 0 ? "" : "+";
        return new JsonText("(" + part(real) + sign + part(imaginary) + "j)");
    }

    private static String part(double number) {
        return real(number) instanceof JsonText(var text) ? text : JsonNumber.of(number).literal();
    }
}
