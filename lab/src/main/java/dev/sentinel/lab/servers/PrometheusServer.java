package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.MemoryFiles;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeFiles;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Health;
import dev.sentinel.lab.world.kubernetes.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A Prometheus 3.5: its processes one after the other, and what the one that lives answers (telemetry page 1.6). */
final class PrometheusServer implements Server {

    private static final long NO_MAX = Long.MIN_VALUE;
    private static final long NO_MIN = Long.MAX_VALUE;

    private final BiConsumer<World, ArrayNode> alerts;
    private final VolumeFiles scratch = new MemoryFiles();
    private Optional<PrometheusProcess> process = Optional.empty();
    private Optional<String> volume = Optional.empty();
    private String identity = "";

    PrometheusServer(BiConsumer<World, ArrayNode> alerts) {
        this.alerts = alerts;
    }

    @Override
    public Health health(World world, Program.Run run) {
        String is = run.uid() + "/" + run.restarts();
        if (!identity.equals(is)) {
            identity = is;
            process = Optional.of(start(world, run));
        }
        return process.orElseThrow().live(world);
    }

    private PrometheusProcess start(World world, Program.Run run) {
        volume = Mounted.volume(run);
        Logs.Source source = new Logs.Source(run.namespace(), run.pod(), run.container());
        return new PrometheusProcess(
                world.now(),
                new PrometheusProcess.Surroundings(
                        Mounted.files(world, run).orElse(scratch),
                        line -> world.logs().print(source, line),
                        alerts,
                        MemoryLimit.of(world, run)),
                "http://%s.%s:9090".formatted(run.pod(), run.namespace()));
    }

    /** The process that runs now, for those who meddle with its files. */
    Optional<PrometheusProcess> process() {
        return process.filter(each -> each.phase != PrometheusProcess.Phase.ENDED);
    }

    /** Where its last process kept its data. */
    Optional<String> volume() {
        return volume;
    }

    @Override
    public Answered answer(World world, Asked asked) {
        PrometheusProcess now = process.orElseThrow();
        boolean ready = now.phase == PrometheusProcess.Phase.READY;
        return switch (asked.path()) {
            case "/-/healthy" -> Answered.text(200, "Prometheus Server is Healthy.\n");
            case "/-/ready" -> ready ? Answered.text(200, "Prometheus Server is Ready.\n") : unavailable();
            case "/metrics" -> metrics(now);
            case "/api/v1/status/walreplay" ->
                Answered.data(Tree.of("min", now.replayMin, "max", now.replayMax, "current", now.replayed));
            case "/-/quit" -> quit(world, now, asked);
            case "/-/reload" -> asked.method().equals("POST") ? Answered.text(200, "") : onlyPost();
            default -> ready ? gated(world, now, asked) : unavailable();
        };
    }

    private static Answered gated(World world, PrometheusProcess now, Asked asked) {
        return switch (asked.path()) {
            case "/api/v1/status/tsdb" -> tsdb(now);
            case "/api/v1/status/buildinfo" ->
                Answered.data(Tree.of(
                        "version", PrometheusProcess.VERSION,
                        "revision", "",
                        "branch", "HEAD",
                        "buildUser", "",
                        "buildDate", "",
                        "goVersion", "go1.24.5"));
            case "/api/v1/status/runtimeinfo" ->
                Answered.data(Tree.of(
                        "startTime",
                        now.startedAt,
                        "CWD",
                        "/prometheus",
                        "reloadConfigSuccess",
                        true,
                        "lastConfigTime",
                        now.startedAt,
                        "corruptionCount",
                        now.tsdb.corruptions,
                        "goroutineCount",
                        48,
                        "GOMAXPROCS",
                        2,
                        "GOGC",
                        "75",
                        "GODEBUG",
                        "",
                        "storageRetention",
                        "15d"));
            case "/api/v1/query" -> new Queries(holding(now)).answer(asked, world.now());
            case "/api/v1/targets" -> targets(world, now);
            case "/api/v1/alerts" -> Answered.data(Tree.of("alerts", now.rules.alerts()));
            default -> Answered.nothingThere();
        };
    }

    private static Queries.Holding holding(PrometheusProcess now) {
        return (metric, at) -> switch (metric) {
            case "up" -> now.up(at);
            // Written by the rules, so as mute as everything else.
            case "ALERTS" -> now.up(at).isEmpty() ? List.of() : now.rules.samples(at);
            default -> List.of();
        };
    }

    private static Answered tsdb(PrometheusProcess now) {
        boolean empty = now.tsdb.maxTime.isEmpty();
        return Answered.data(Tree.of(
                "headStats",
                Tree.of(
                        "numSeries", empty ? 0 : Scrapes.SERIES,
                        "numLabelPairs", empty ? 0 : Scrapes.SERIES,
                        "chunkCount", empty ? 0 : 2 * Scrapes.SERIES,
                        "minTime", now.tsdb.minTime.orElse(NO_MIN),
                        "maxTime", now.tsdb.maxTime.orElse(NO_MAX)),
                "seriesCountByMetricName",
                Tree.list(),
                "labelValueCountByLabelName",
                Tree.list(),
                "memoryInBytesByLabelName",
                Tree.list(),
                "seriesCountByLabelValuePair",
                Tree.list()));
    }

    /** The targets as they answered last, whether or not anything of it could be kept. */
    private static Answered targets(World world, PrometheusProcess now) {
        ArrayNode active = Tree.list();
        Scrapes.targets(world)
                .forEach(each -> active.add(Tree.of(
                        "discoveredLabels", Tree.of("__address__", each.instance()),
                        "labels", Tree.of("instance", each.instance(), "job", each.job()),
                        "scrapePool", each.pool(),
                        "scrapeUrl", each.url(),
                        "globalUrl", each.url(),
                        "lastError", each.up() ? "" : "context deadline exceeded",
                        "lastScrape", LogLine.time(now.scrapedAt()),
                        "health", each.up() ? "up" : "down",
                        "scrapeInterval", "15s",
                        "scrapeTimeout", "10s")));
        return Answered.data(Tree.of("activeTargets", active, "droppedTargets", Tree.list()));
    }

    private static Answered metrics(PrometheusProcess now) {
        boolean open = now.phase == PrometheusProcess.Phase.READY;
        Tsdb tsdb = now.tsdb;
        Page page = new Page()
                .gauge("process_start_time_seconds", now.startedAt.getEpochSecond())
                .gauge("process_resident_memory_bytes", now.memory())
                .gauge("prometheus_build_info", 1, "branch", "HEAD", "version", PrometheusProcess.VERSION)
                .gauge("prometheus_ready", open ? 1 : 0)
                .gauge("prometheus_tsdb_blocks_loaded", tsdb.blocks.size())
                .counter("prometheus_tsdb_checkpoint_creations_failed_total", tsdb.checkpointsFailed)
                .counter("prometheus_tsdb_checkpoint_creations_total", tsdb.checkpoints)
                .counter("prometheus_tsdb_checkpoint_deletions_failed_total", 0)
                .gauge("prometheus_tsdb_clean_start", 1)
                .counter("prometheus_tsdb_compactions_failed_total", tsdb.compactionsFailed)
                .counter("prometheus_tsdb_compactions_total", tsdb.compactions)
                .counter("prometheus_tsdb_compactions_triggered_total", tsdb.compactions + tsdb.compactionsFailed)
                .gauge("prometheus_tsdb_data_replay_duration_seconds", now.replayTook.toMillis() / 1000.0)
                .gauge("prometheus_tsdb_head_max_time", tsdb.maxTime.orElse(NO_MAX))
                .gauge("prometheus_tsdb_head_min_time", tsdb.minTime.orElse(NO_MIN))
                .gauge("prometheus_tsdb_head_series", tsdb.maxTime.isEmpty() ? 0 : Scrapes.SERIES)
                .counter("prometheus_tsdb_mmap_chunk_corruptions_total", 0)
                .counter("prometheus_tsdb_reloads_failures_total", 0)
                .counter("prometheus_tsdb_wal_corruptions_total", tsdb.corruptions)
                .gauge("prometheus_tsdb_wal_segment_current", tsdb.segment)
                .gauge("prometheus_tsdb_wal_storage_size_bytes", now.walBytes())
                .counter("prometheus_tsdb_wal_truncations_failed_total", 0)
                .counter("prometheus_tsdb_wal_truncations_total", tsdb.truncations)
                .counter("prometheus_tsdb_wal_writes_failed_total", tsdb.writesFailed);
        if (open) {
            // The opened database registers these.
            page.gauge("prometheus_tsdb_head_max_time_seconds", seconds(tsdb.maxTime))
                    .gauge("prometheus_tsdb_head_min_time_seconds", seconds(tsdb.minTime))
                    .gauge("prometheus_tsdb_lowest_timestamp_seconds", seconds(lowest(tsdb)))
                    .counter("prometheus_tsdb_head_samples_appended_total", tsdb.samplesAppended, "type", "float");
            Map<String, Integer> pools = new TreeMap<>();
            tsdb.scraped().forEach(each -> pools.merge(each.pool(), 1, Integer::sum));
            pools.forEach(
                    (pool, count) -> page.gauge("prometheus_target_scrape_pool_targets", count, "scrape_job", pool));
            page.gauge(
                    "prometheus_rule_group_last_evaluation_timestamp_seconds",
                    now.scrapedAt().getEpochSecond(),
                    "rule_group",
                    "kubernetes-system");
        }
        return page.answer();
    }

    private static Optional<Long> lowest(Tsdb tsdb) {
        return tsdb.blocks.isEmpty()
                ? tsdb.minTime
                : Optional.of(tsdb.blocks.getFirst().minTime());
    }

    private static long seconds(Optional<Long> millis) {
        return millis.map(each -> Math.floorDiv(each, 1000L)).orElse(0L);
    }

    private static Answered quit(World world, PrometheusProcess now, Asked asked) {
        if (!asked.method().equals("POST")) {
            return onlyPost();
        }
        now.quit(world);
        return Answered.text(200, "Requesting termination... Goodbye!");
    }

    private static Answered onlyPost() {
        return Answered.text(405, "Only POST or PUT requests allowed");
    }

    /** Starting, as the header says that servers have from 3.0 on. */
    private static Answered unavailable() {
        return Answered.text(503, "Service Unavailable").with("X-Prometheus-Stopping", "false");
    }
}
