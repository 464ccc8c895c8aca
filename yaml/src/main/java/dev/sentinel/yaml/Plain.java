package dev.sentinel.yaml;

/** Makes text from elsewhere harmless: what reaches a terminal or a message is one line of visible characters. */
public final class Plain {
    private Plain() {}

    /** Control characters, line separators and marks that turn the direction of writing become blanks. */
    public static String oneLine(String text) {
        if (isPlain(text)) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(visible(point) ? point : ' '));
        return clean.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** At most so many characters, the last one an ellipsis where something was cut; no pair of halves is torn. */
    public static String clip(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    private static boolean visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
