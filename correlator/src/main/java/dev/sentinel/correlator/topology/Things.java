package dev.sentinel.correlator.topology;

import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives things dense numbers. Asked for the subject of every event, so a hit allocates nothing: one open-addressing
 * table of hashes that the strings have computed already.
 */
final class Things {

    /** Kinds stand beside a time in one word of {@link Adjacency}. */
    static final int MOST_KINDS = 4096;

    private static final int LONGEST_KIND = 128;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_UID = 128;
    private static final int MOST_SHARED_NAMESPACES = 4096;

    private final int limit;
    private final Map<String, Integer> kinds = new HashMap<>();
    private final List<String> kindNames = new ArrayList<>();
    private final Map<String, String> namespaces = new HashMap<>();
    private Thing[] things = new Thing[64];
    private int size;
    /** Pairs: the whole hash, and the number plus one. */
    private int[] table = new int[256];

    private int shift = Integer.SIZE - 7;
    private long refused;
    private long renamed;

    Things(int limit) {
        this.limit = limit;
    }

    /** What is known of one thing; one object, so that a hit touches one place. */
    private static final class Thing {
        final int kind;
        final String kindName;
        final String namespace;
        final String name;
        String uid = "";

        @Nullable Ref ref;

        Thing(int kind, String kindName, String namespace, String name) {
            this.kind = kind;
            this.kindName = kindName;
            this.namespace = namespace;
            this.name = name;
        }

        boolean is(String itsKind, String itsNamespace, String itsName) {
            return name.equals(itsName) && kindName.equals(itsKind) && namespace.equals(itsNamespace);
        }
    }

    int of(Ref ref) {
        var kind = ref.getKind();
        var namespace = ref.getNamespace();
        var name = ref.getName();
        int hash = Hashes.mix((name.hashCode() * 31 + namespace.hashCode()) * 31 + kind.hashCode());
        int mask = table.length / 2 - 1;
        for (int slot = hash >>> shift; ; slot = (slot + 1) & mask) {
            int found = table[2 * slot + 1] - 1;
            if (found < 0) {
                return add(ref, kind, namespace, name, hash);
            }
            if (table[2 * slot] == hash && things[found].is(kind, namespace, name)) {
                renamed += remember(things[found], ref.getUid()) ? 1 : 0;
                return found;
            }
        }
    }

    /** The small number of a kind, made when it is new; -1 when there are too many. */
    int kindNumber(String kind) {
        var known = kinds.get(kind);
        if (known != null) {
            return known;
        }
        if (kindNames.size() == MOST_KINDS) {
            return -1;
        }
        kinds.put(kind, kindNames.size());
        kindNames.add(kind);
        return kindNames.size() - 1;
    }

    int kindOf(int thing) {
        return things[thing].kind;
    }

    String kind(int thing) {
        return at(thing).kindName;
    }

    int compareNames(int thing, int other) {
        var one = at(thing);
        var two = at(other);
        // The names of kinds are shared.
        int order = one.kind == two.kind ? 0 : one.kindName.compareTo(two.kindName);
        order = order == 0 ? one.namespace.compareTo(two.namespace) : order;
        return order == 0 ? one.name.compareTo(two.name) : order;
    }

    Ref ref(int thing) {
        var it = at(thing);
        var ref = it.ref;
        if (ref == null) {
            ref = Ref.newBuilder()
                    .setKind(it.kindName)
                    .setNamespace(it.namespace)
                    .setName(it.name)
                    .setUid(it.uid)
                    .build();
            it.ref = ref;
        }
        return ref;
    }

    int size() {
        return size;
    }

    /** How often something known got another uid. */
    long renamed() {
        return renamed;
    }

    long refused() {
        return refused;
    }

    private Thing at(int thing) {
        if (thing < 0 || thing >= size) {
            throw new IndexOutOfBoundsException("there is no thing " + thing + " among " + size);
        }
        return things[thing];
    }

    private int add(Ref ref, String kind, String namespace, String name, int hash) {
        int number = size < limit && sane(kind, namespace, name) ? kindNumber(kind) : -1;
        if (number < 0) {
            refused++;
            return Topology.NONE;
        }
        if (size == things.length) {
            things = Arrays.copyOf(things, Math.min(limit, size + size / 2));
        }
        things[size] = new Thing(number, kindNames.get(number), shared(namespace), name);
        remember(things[size], ref.getUid());
        size++;
        // three quarters full is the most that keeps probes short
        if (size * 4L > table.length / 2 * 3L) {
            grow();
        }
        insert(hash, size);
        return size - 1;
    }

    private static boolean sane(String kind, String namespace, String name) {
        return !kind.isEmpty()
                && kind.length() <= LONGEST_KIND
                && !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && namespace.length() <= LONGEST_NAME;
    }

    private static boolean remember(Thing thing, String uid) {
        if (!uid.isEmpty() && uid.length() <= LONGEST_UID && !uid.equals(thing.uid)) {
            thing.uid = uid;
            thing.ref = null;
            return true;
        }
        return false;
    }

    private String shared(String namespace) {
        if (namespaces.size() < MOST_SHARED_NAMESPACES) {
            namespaces.putIfAbsent(namespace, namespace);
        }
        return namespaces.getOrDefault(namespace, namespace);
    }

    private void grow() {
        var old = table;
        table = new int[old.length * 2];
        shift--;
        for (int at = 0; at < old.length; at += 2) {
            if (old[at + 1] != 0) {
                insert(old[at], old[at + 1]);
            }
        }
    }

    private void insert(int hash, int value) {
        int mask = table.length / 2 - 1;
        int slot = hash >>> shift;
        while (table[2 * slot + 1] != 0) {
            slot = (slot + 1) & mask;
        }
        table[2 * slot] = hash;
        table[2 * slot + 1] = value;
    }
}
