package dev.sentinel.app.output;

/** Text from the world made harmless to a terminal and to a log read line by line. */
public final class Printable {
    private Printable() {}

    /** Writes control, format and line-breaking characters as escapes, so that no value can forge a line or a colour. */
    public static String escape(String text) {
        if (text.codePoints().allMatch(Printable::isHarmless)) {
            return text;
        }
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> append(escaped, point));
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int point) {
        switch (point) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                if (isHarmless(point)) {
                    escaped.appendCodePoint(point);
                } else {
                    escaped.append("\\u%04x".formatted(point));
                }
            }
        }
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            // FORMAT holds the marks that turn the reading direction around and the ones nobody sees.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
