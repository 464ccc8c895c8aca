package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.BadSector;
import dev.sentinel.lab.world.IoError;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.VolumeFiles;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What can be done to the files of the servers from outside; each deed names the server, which must be there. */
public final class Meddling {

    /** As many segments as a folder of the lab may hold. */
    public static final int MOST_SEGMENTS = 400;

    private static final Duration LONGEST_HISTORY = Duration.ofDays(3_650);
    private static final int FAR_AWAY = 20;
    private static final int NOISE = 4 * 1024;

    private final Telemetry telemetry;
    private final World world;

    public Meddling(Telemetry telemetry, World world) {
        this.telemetry = telemetry;
        this.world = world;
    }

    /** The log of a Prometheus grows to so many segments, as it does under churn or while no checkpoint succeeds. */
    public void growWal(Place place, int segments) {
        if (segments < 1 || segments > MOST_SEGMENTS) {
            throw new Refused(
                    Refused.Reason.BAD_REQUEST,
                    "a log can grow to 1 to %d segments, not %d".formatted(MOST_SEGMENTS, segments));
        }
        try {
            tsdb(place).grow(segments, world.now().toEpochMilli());
        } catch (IoError e) {
            throw new Refused(Refused.Reason.CONFLICT, "the volume of %s gives: %s".formatted(place, e.errno()));
        }
    }

    /** Segments of another host come to lie among a Prometheus' own, as after a copy from a source that still ran. */
    public void mixWal(Place place) {
        WriteAheadLog wal = beneath(place);
        int from = last(place, wal) + FAR_AWAY;
        for (int i = from; i < from + 3; i++) {
            wal.create(i);
            wal.append(i, WalRecords.framed(0, WalRecords.samples(1, world.now().toEpochMilli(), 1, 2, 3)));
        }
    }

    /** Noise in the middle of a segment; the device itself is well. */
    public void damageSegment(Place place, int segment) {
        WriteAheadLog wal = beneath(place);
        List<Integer> there = wal.segments();
        if (!there.contains(segment)) {
            throw new Refused(
                    Refused.Reason.NOT_FOUND, "%s has no segment %d; it has %s".formatted(place, segment, there));
        }
        byte[] bytes = wal.bytes(segment);
        byte[] noise = new byte[Math.clamp(bytes.length, 64, NOISE)];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) world.dice().below(256);
        }
        int middle = bytes.length / 2;
        byte[] damaged = Arrays.copyOf(bytes, Math.max(bytes.length, middle + noise.length));
        System.arraycopy(noise, 0, damaged, middle, noise.length);
        wal.write(segment, damaged);
    }

    /** The index of the day cannot be read any more, neither the object nor its copy in the cache. */
    public void breakIndex(Place place) {
        VolumeFiles files = loki(place);
        String table = newestTable(place, files);
        for (String folder : List.of(LokiServer.INDEX, LokiServer.CACHE)) {
            String own = folder + "/" + table + "/fake";
            files.list(own).forEach(each -> BadSector.underFile(files, own + "/" + each.name()));
        }
    }

    /** The folder of the day's index in the cache cannot be listed any more; the objects are well. */
    public void breakIndexCache(Place place) {
        VolumeFiles files = loki(place);
        BadSector.underFolder(files, LokiServer.CACHE + "/" + newestTable(place, files));
    }

    /** A VictoriaMetrics has held data for so long. */
    public void fillHistory(Place place, Duration age) {
        if (!age.isPositive() || age.compareTo(LONGEST_HISTORY) > 0) {
            throw new Refused(
                    Refused.Reason.BAD_REQUEST,
                    "a history has an hour to %d days, not %d hours"
                            .formatted(LONGEST_HISTORY.toDays(), age.toHours()));
        }
        victoria(place).fill(world.now().minus(age), world.now());
    }

    /** Somebody leaves so many bytes free beside a VictoriaMetrics. */
    public void leaveFree(Place place, long bytes) {
        victoria(place).leaves(bytes);
    }

    private VictoriaServer victoria(Place place) {
        return telemetry.known(place, VictoriaServer.class, "VictoriaMetrics");
    }

    private VolumeFiles loki(Place place) {
        return telemetry
                .known(place, LokiServer.class, "Loki")
                .volume()
                .map(world.devices()::beneath)
                .orElseThrow(() -> new Refused(Refused.Reason.CONFLICT, "%s has no volume".formatted(place)));
    }

    private static String newestTable(Place place, VolumeFiles files) {
        return files.list(LokiServer.INDEX).stream()
                .map(VolumeFiles.Entry::name)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new Refused(Refused.Reason.CONFLICT, "%s has no index yet".formatted(place)));
    }

    private static int last(Place place, WriteAheadLog wal) {
        List<Integer> there = wal.segments();
        if (there.isEmpty()) {
            throw new Refused(Refused.Reason.CONFLICT, "%s has no log yet".formatted(place));
        }
        return there.getLast();
    }

    private Tsdb tsdb(Place place) {
        return prometheus(place)
                .process()
                .map(each -> each.tsdb)
                .orElseThrow(() -> new Refused(
                        Refused.Reason.CONFLICT, "%s does not run, so nothing grows there".formatted(place)));
    }

    private WriteAheadLog beneath(Place place) {
        String volume = prometheus(place)
                .volume()
                .orElseThrow(() -> new Refused(Refused.Reason.CONFLICT, "%s has no volume".formatted(place)));
        return new WriteAheadLog(world.devices().beneath(volume), Tsdb.FOLDER + "/wal", Tsdb.SHOWN + "/wal");
    }

    private PrometheusServer prometheus(Place place) {
        return telemetry.known(place, PrometheusServer.class, "Prometheus");
    }
}
