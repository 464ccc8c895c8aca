package dev.sentinel.lab.world;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Files that are kept in memory, for worlds without a disk below them. */
public final class MemoryFiles implements VolumeFiles {

    private final NavigableMap<String, byte[]> files = new TreeMap<>();

    @Override
    public List<Entry> list(String folder) {
        String below = folder.isEmpty() ? "" : folder + "/";
        NavigableMap<String, Entry> entries = new TreeMap<>();
        files.tailMap(below, true).forEach((path, content) -> {
            if (path.startsWith(below)) {
                String rest = path.substring(below.length());
                int slash = rest.indexOf('/');
                String name = slash < 0 ? rest : rest.substring(0, slash);
                entries.put(name, new Entry(name, slash >= 0, slash < 0 ? content.length : 0));
            }
        });
        return List.copyOf(entries.values());
    }

    @Override
    public byte[] read(String path) {
        byte[] content = files.get(path);
        if (content == null) {
            throw new IoError(IoError.ENOENT);
        }
        return content.clone();
    }

    @Override
    public void write(String path, byte[] content) {
        files.put(path, content.clone());
    }

    @Override
    public void append(String path, byte[] more) {
        byte[] before = files.getOrDefault(path, new byte[0]);
        byte[] after = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, after, before.length, more.length);
        files.put(path, after);
    }

    @Override
    public void remove(String path) {
        files.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
    }
}
