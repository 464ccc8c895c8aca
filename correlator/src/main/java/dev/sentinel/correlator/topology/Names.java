package dev.sentinel.correlator.topology;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What things are called, one record after the other: to compare a name with the one that is known reads one place in
 * memory, where a string would be two and the message around it a third. A record is:
 *
 * <pre>
 * thing: 4 bytes    namespace: 4    kind: 2    bytes for each character: 1    characters: 1    the name
 * </pre>
 */
final class Names {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NAMESPACE = 4;
    private static final int KIND = 8;
    private static final int WIDTH = 10;
    private static final int LENGTH = 11;
    private static final int NAME = 12;

    private final int most;
    private byte[] bytes = new byte[256];
    private int used;

    /** At most so many bytes, each place of which an int can say. */
    Names(int most) {
        this.most = most;
    }

    boolean hasRoomFor(String name) {
        return used + NAME + 2L * name.length() <= most;
    }

    /** Where the record stands. A name has less than 256 characters. */
    int add(int thing, int kind, int namespace, String name) {
        int width = isNarrow(name) ? 1 : 2;
        int position = used;
        used += NAME + width * name.length();
        if (used > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, (long) used + (used >> 3)));
        }
        INT.set(bytes, position, thing);
        INT.set(bytes, position + NAMESPACE, namespace);
        CHAR.set(bytes, position + KIND, (char) kind);
        bytes[position + WIDTH] = (byte) width;
        bytes[position + LENGTH] = (byte) name.length();
        for (int i = 0; i < name.length(); i++) {
            if (width == 1) {
                bytes[position + NAME + i] = (byte) name.charAt(i);
            } else {
                CHAR.set(bytes, position + NAME + 2 * i, name.charAt(i));
            }
        }
        return position;
    }

    boolean is(int position, int kind, int namespace, String name) {
        int length = length(position);
        if (length != name.length() || kind(position) != kind || namespace(position) != namespace) {
            return false;
        }
        int width = bytes[position + WIDTH];
        int i = 0;
        while (i < length && character(position, width, i) == name.charAt(i)) {
            i++;
        }
        return i == length;
    }

    int thing(int position) {
        return (int) INT.get(bytes, position);
    }

    int namespace(int position) {
        return (int) INT.get(bytes, position + NAMESPACE);
    }

    private int kind(int position) {
        return (char) CHAR.get(bytes, position + KIND);
    }

    private int length(int position) {
        return bytes[position + LENGTH] & 0xFF;
    }

    private char character(int position, int width, int index) {
        return width == 1
                ? (char) (bytes[position + NAME + index] & 0xFF)
                : (char) CHAR.get(bytes, position + NAME + 2 * index);
    }

    /** The order of the names alone, as strings have it. */
    int compare(int position, int other) {
        int length = Math.min(length(position), length(other));
        int width = bytes[position + WIDTH];
        int otherWidth = bytes[other + WIDTH];
        int i = 0;
        while (i < length && character(position, width, i) == character(other, otherWidth, i)) {
            i++;
        }
        return i < length
                ? character(position, width, i) - character(other, otherWidth, i)
                : length(position) - length(other);
    }

    private static boolean isNarrow(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }
}
