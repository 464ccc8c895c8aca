package dev.sentinel.lab.outside;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What came last, up to a limit: the oldest goes for the newest. */
final class Recent<T> {

    private final int limit;
    private final Deque<T> all = new ArrayDeque<>();

    Recent(int limit) {
        this.limit = limit;
    }

    synchronized void add(T each) {
        all.addLast(each);
        if (all.size() > limit) {
            all.removeFirst();
        }
    }

    synchronized List<T> all() {
        return List.copyOf(all);
    }
}
