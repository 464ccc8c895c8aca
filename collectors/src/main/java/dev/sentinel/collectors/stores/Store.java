package dev.sentinel.collectors.stores;

import dev.sentinel.v1.Ref;
import java.util.List;

/** A store that is watched: the thing, and what it runs in and stands on. */
public record Store(Ref ref, List<Ref> related) {
    public Store {
        related = List.copyOf(related);
    }
}
