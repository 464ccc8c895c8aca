package dev.sentinel.collectors.logs;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code key=value key="quoted \"value\""} in one pass; words without a value are passed over. */
final class Logfmt {
    private static final int MOST_KEYS = 64;

    private final String text;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private int at;

    private Logfmt(String text, int from) {
        this.text = text;
        this.at = from;
    }

    static Map<String, String> read(String text, int from) {
        Logfmt reader = new Logfmt(text, from);
        while (reader.at < text.length() && reader.keys.size() < MOST_KEYS) {
            reader.word();
        }
        return reader.keys;
    }

    /** Whether the text begins with a key and its value. */
    static boolean begins(String text) {
        int i = 0;
        while (i < text.length() && isKey(text.charAt(i))) {
            i++;
        }
        return i > 0 && i < text.length() && text.charAt(i) == '=';
    }

    private void word() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        int start = at;
        while (at < text.length() && isKey(text.charAt(at))) {
            at++;
        }
        if (at > start && at < text.length() && text.charAt(at) == '=') {
            String key = text.substring(start, Math.min(at, start + 128));
            at++;
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
            // The first counts, so that a value with a "level=" in it cannot speak for the line.
            keys.putIfAbsent(key, value);
        } else {
            while (at < text.length() && text.charAt(at) > ' ') {
                at++;
            }
        }
    }

    private String bare() {
        int start = at;
        while (at < text.length() && text.charAt(at) > ' ') {
            at++;
        }
        return text.substring(start, Math.min(at, start + Said.LONGEST_VALUE));
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                c = escaped();
            }
            if (value.length() < Said.LONGEST_VALUE) {
                value.append(c);
            }
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'u' -> unicode(4);
            case 'x' -> unicode(2);
            default -> c;
        };
    }

    private char unicode(int digits) {
        int code = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at + i < text.length() ? Character.digit(text.charAt(at + i), 16) : -1;
            if (digit < 0) {
                return '\uFFFD';
            }
            code = code * 16 + digit;
        }
        at += digits;
        return (char) code;
    }

    private static boolean isKey(char c) {
        return c > ' ' && c != '=' && c != '"' && c != '{' && c != '}' && c != '[' && c != ']' && c != ',';
    }
}
