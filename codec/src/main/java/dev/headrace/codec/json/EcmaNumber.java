package dev.headrace.codec.json;

/**
 * Numbers as ECMAScript writes them: the shortest digits that read back as the same 64-bit float,
 * and an exponent only below 1e-6 and from 1e21 on.
 */
final class EcmaNumber {
    private EcmaNumber() {}

    static String text(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("not a number in JSON: " + number);
        }
        if (number == 0) {
            return "0";
        }
        String sign = number < 0 ? "-" : "";
        Decimal decimal = Decimal.of(Math.abs(number));
        return sign + decimal.text();
    }

    /** 0.DIGITS × 10^point. */
    private record Decimal(String digits, int point) {
        /** Java's own text has the same digits, in another form. */
        static Decimal of(double number) {
            String text = Double.toString(number);
            int e = text.indexOf('E');
            int exponent = e < 0 ? 0 : Integer.parseInt(text.substring(e + 1));
            String mantissa = e < 0 ? text : text.substring(0, e);
            int dot = mantissa.indexOf('.');
            String all = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
            int first = 0;
            while (all.charAt(first) == '0') {
                first++;
            }
            int last = all.length();
            while (all.charAt(last - 1) == '0') {
                last--;
            }
            return new Decimal(all.substring(first, last), dot + exponent - first).shorter(number);
        }

        /** Java never writes less than two digits, where one may do: 4.9E-324 is 5e-324. */
        private Decimal shorter(double number) {
            if (digits.length() != 2) {
                return this;
            }
            int up = digits.charAt(0) - '0' + (digits.charAt(1) >= '5' ? 1 : 0);
            Decimal one = up == 10 ? new Decimal("1", point + 1) : new Decimal("" + up, point);
            return Double.parseDouble("0." + one.digits + "E" + one.point) == number ? one : this;
        }

        String text() {
            int count = digits.length();
            if (count <= point && point <= 21) {
                return digits + "0".repeat(point - count);
            }
            if (0 < point && point <= 21) {
                return digits.substring(0, point) + "." + digits.substring(point);
            }
            if (-6 < point && point <= 0) {
                return "0." + "0".repeat(-point) + digits;
            }
            int exponent = point - 1;
            String fraction = count == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent;
        }
    }
}
