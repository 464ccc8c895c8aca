package dev.sentinel.collectors.host;

import java.util.List;

/**
 * The names in the folder of a Prometheus database, as they were listed.
 *
 * @param path the folder
 * @param wal names in {@code wal/}
 * @param chunksHead names in {@code chunks_head/}
 * @param processRunning whether the database is in use
 */
public record TsdbFolder(String path, List<String> wal, List<String> chunksHead, boolean processRunning) {
    public TsdbFolder {
        wal = List.copyOf(wal);
        chunksHead = List.copyOf(chunksHead);
    }
}
