package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.IoError;
import dev.sentinel.lab.world.VolumeFiles;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The folder {@code wal} of a Prometheus: segments and checkpoints by number. A segment of the lab holds 256 KiB where a real
 * one holds 128 MiB; sizes and times that are told are those of the real one.
 */
final class WriteAheadLog {

    static final int SEGMENT = 8 * WalRecords.PAGE;
    /** How many real bytes stand behind one of the lab's. */
    static final int SCALE = 512;

    static final String NOT_SEQUENTIAL = "segments are not sequential";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint\\.\\d{1,9}");

    private final VolumeFiles files;
    private final String folder;
    private final String shown;

    /** @param shown what the server calls the folder */
    WriteAheadLog(VolumeFiles files, String folder, String shown) {
        this.files = files;
        this.folder = folder;
        this.shown = shown;
    }

    /** The numbers of the segments, lowest first. */
    List<Integer> segments() {
        return files.list(folder).stream()
                .filter(each -> !each.folder() && NUMBER.matcher(each.name()).matches())
                .map(each -> Integer.parseInt(each.name()))
                .sorted()
                .toList();
    }

    /** The number of the newest checkpoint. */
    OptionalLong checkpoint() {
        return files.list(folder).stream()
                .filter(each -> each.folder() && CHECKPOINT.matcher(each.name()).matches())
                .mapToLong(each -> Long.parseLong(each.name().substring("checkpoint.".length())))
                .max();
    }

    static boolean sequential(List<Integer> numbers) {
        return numbers.isEmpty() || numbers.getLast() - numbers.getFirst() == numbers.size() - 1;
    }

    long size(int segment) {
        return files.list(folder).stream()
                .filter(each -> each.name().equals(name(segment)))
                .mapToLong(VolumeFiles.Entry::size)
                .sum();
    }

    /** What all of it would weigh on a real disk. */
    long realBytes() {
        long own =
                files.list(folder).stream().mapToLong(VolumeFiles.Entry::size).sum();
        long checkpoints = files.list(folder).stream()
                .filter(VolumeFiles.Entry::folder)
                .flatMap(each -> files.list(folder + "/" + each.name()).stream())
                .mapToLong(VolumeFiles.Entry::size)
                .sum();
        return (own + checkpoints) * SCALE;
    }

    WalRecords.Content read(int segment) {
        return WalRecords.read(bytes(segment));
    }

    WalRecords.Content readCheckpoint(long number) {
        return WalRecords.read(files.read(checkpointPath(number) + "/" + name(0)));
    }

    void create(int segment) {
        write(segment, new byte[0]);
    }

    void append(int segment, byte[] bytes) {
        files.append(path(segment), bytes);
    }

    byte[] bytes(int segment) {
        return files.read(path(segment));
    }

    void write(int segment, byte[] bytes) {
        files.write(path(segment), bytes);
    }

    void remove(int segment) {
        files.remove(path(segment));
    }

    /** Keeps the sound beginning of a segment only. */
    void cut(int segment, int sound) {
        // Nothing sound is left of one that cannot even be read.
        write(segment, sound == 0 ? new byte[0] : Arrays.copyOf(bytes(segment), sound));
    }

    /** A checkpoint with these records. */
    void writeCheckpoint(long number, List<byte[]> records) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        records.forEach(record -> content.writeBytes(WalRecords.framed(content.size(), record)));
        files.write(checkpointPath(number) + "/" + name(0), content.toByteArray());
    }

    void removeCheckpointsBefore(long number) {
        files.list(folder).stream()
                .filter(each -> each.folder() && CHECKPOINT.matcher(each.name()).matches())
                .filter(each -> Long.parseLong(each.name().substring("checkpoint.".length())) < number)
                .forEach(each -> files.remove(folder + "/" + each.name()));
    }

    String shown(int segment) {
        return shown + "/" + name(segment);
    }

    String shownCheckpoint(long number) {
        return shown + "/checkpoint." + name(number) + "/" + name(0);
    }

    /** How an error on a segment reads. */
    String fault(String deed, int segment, IoError error) {
        return "%s %s: %s".formatted(deed, shown(segment), error.errno());
    }

    static String name(long number) {
        return "%08d".formatted(number);
    }

    private String path(int segment) {
        return folder + "/" + name(segment);
    }

    private String checkpointPath(long number) {
        return folder + "/checkpoint." + name(number);
    }
}
