package dev.sentinel.lab.servers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The format of Prometheus' write-ahead log, uncompressed: pages of 32 KiB, parts of records with a checksum, records of
 * series and samples (tsdb/docs/format/wal.md).
 */
final class WalRecords {

    static final int PAGE = 32 * 1024;

    private static final int HEADER = 7;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST = 4;
    private static final int SERIES = 1;
    private static final int SAMPLES = 2;

    private WalRecords() {}

    /** What a segment says; damage is worded as Prometheus words it, and everything before {@code sound} bytes is good. */
    record Content(List<byte[]> records, int sound, Optional<String> damage) {
        Content {
            records = List.copyOf(records);
        }
    }

    /** Some series with their labels, numbered from a reference on. */
    static byte[] series(long firstRef, List<Map<String, String>> series) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(SERIES);
        for (int i = 0; i < series.size(); i++) {
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(firstRef + i).array());
            varint(out, series.get(i).size());
            series.get(i).forEach((name, value) -> {
                text(out, name);
                text(out, value);
            });
        }
        return out.toByteArray();
    }

    /** One scrape: a sample for each series from a reference on, all at one time. */
    static byte[] samples(long firstRef, long timeMs, double... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(SAMPLES);
        out.writeBytes(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(firstRef)
                .putLong(timeMs)
                .array());
        for (int i = 0; i < values.length; i++) {
            // Signed varints, of which an even number is a positive one.
            varint(out, 2L * i);
            varint(out, 0);
            out.writeBytes(
                    ByteBuffer.allocate(Double.BYTES).putDouble(values[i]).array());
        }
        return out.toByteArray();
    }

    /** The time of a record of samples; other records have none. */
    static Optional<Long> time(byte[] record) {
        return record.length > 2 * Long.BYTES && record[0] == SAMPLES
                ? Optional.of(ByteBuffer.wrap(record).getLong(1 + Long.BYTES))
                : Optional.empty();
    }

    /** The bytes that add a record to a segment of so many bytes: the end of the page is left empty where no part fits. */
    static byte[] framed(long at, byte[] record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int written = 0;
        int inPage = (int) (at % PAGE);
        for (int part = 0; written < record.length; part++) {
            if (PAGE - inPage <= HEADER) {
                out.writeBytes(new byte[PAGE - inPage]);
                inPage = 0;
            }
            int length = Math.min(record.length - written, PAGE - inPage - HEADER);
            boolean last = written + length == record.length;
            CRC32C sum = new CRC32C();
            sum.update(record, written, length);
            out.writeBytes(ByteBuffer.allocate(HEADER)
                    .put((byte) (part == 0 ? (last ? FULL : FIRST) : (last ? LAST : MIDDLE)))
                    .putShort((short) length)
                    .putInt((int) sum.getValue())
                    .array());
            out.write(record, written, length);
            written += length;
            inPage += HEADER + length;
        }
        return out.toByteArray();
    }

    /** What fills the page that a closed segment ends in. */
    static byte[] padding(long at) {
        int inPage = (int) (at % PAGE);
        return new byte[inPage == 0 ? 0 : PAGE - inPage];
    }

    /** Reads a segment, up to the first damage. */
    static Content read(byte[] segment) {
        List<byte[]> records = new ArrayList<>();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        int at = 0;
        int sound = 0;
        while (at < segment.length) {
            int left = PAGE - at % PAGE;
            int type = segment[at] & 7;
            if (left <= HEADER || type == 0) {
                int end = Math.min(segment.length, at + left);
                if (!empty(segment, at, end)) {
                    return new Content(records, sound, Optional.of("unexpected non-zero byte in padded page"));
                }
                at = end;
                sound = record.size() == 0 ? at : sound;
                continue;
            }
            if (segment.length - at < HEADER) {
                return new Content(records, sound, Optional.of("unexpected EOF"));
            }
            ByteBuffer header = ByteBuffer.wrap(segment, at + 1, HEADER - 1);
            int length = header.getShort() & 0xffff;
            int expected = header.getInt();
            if (length > left - HEADER) {
                return new Content(records, sound, Optional.of("invalid record size " + length));
            }
            if (at + HEADER + length > segment.length) {
                return new Content(records, sound, Optional.of("unexpected EOF"));
            }
            CRC32C sum = new CRC32C();
            sum.update(segment, at + HEADER, length);
            if ((int) sum.getValue() != expected) {
                return new Content(
                        records,
                        sound,
                        Optional.of("unexpected checksum %x, expected %x".formatted((int) sum.getValue(), expected)));
            }
            record.write(segment, at + HEADER, length);
            at += HEADER + length;
            if (type == FULL || type == LAST) {
                records.add(record.toByteArray());
                record.reset();
                sound = at;
            }
        }
        return new Content(records, sound, Optional.empty());
    }

    private static boolean empty(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from, to, new byte[to - from], 0, to - from);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void varint(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
