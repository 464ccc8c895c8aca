package dev.sentinel.correlator.topology;

import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives things dense numbers. Asked for the subject of every event, so a hit allocates nothing and reads two places: one
 * open-addressing table of hashes that the strings have computed already, and what {@link Names} says.
 */
final class Things {

    /** Kinds stand beside a time in one word of {@link Adjacency}. */
    static final int MOST_KINDS = 4096;

    private static final int LONGEST_KIND = 128;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_UID = 128;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;
    private static final int UNKNOWN = -1;

    private final int limit;
    private final Map<String, Integer> kinds = new HashMap<>();
    private final List<String> kindNames = new ArrayList<>();
    private final Map<String, Integer> namespaces = new HashMap<>();
    private final List<String> namespaceNames = new ArrayList<>();
    private final Names names = new Names(MOST_BYTES);
    /** What is known of each, and its kind: a reference says all of it, and whoever tells of a thing needs one. */
    private Ref[] refs = new Ref[64];

    private short[] kindOf = new short[64];
    /** Where its name stands. */
    private int[] nameOf = new int[64];

    private int size;
    /** Pairs: the whole hash, and where the name stands plus one. */
    private int[] table = new int[256];

    private int shift = Integer.SIZE - 7;
    private long refused;
    private long renamed;

    Things(int limit) {
        this.limit = limit;
    }

    int of(Ref ref) {
        var kind = ref.getKind();
        var namespace = ref.getNamespace();
        var name = ref.getName();
        int hash = Hashes.mix((name.hashCode() * 31 + namespace.hashCode()) * 31 + kind.hashCode());
        int kindNumber = kinds.getOrDefault(kind, UNKNOWN);
        int namespaceNumber = namespaces.getOrDefault(namespace, UNKNOWN);
        int mask = table.length / 2 - 1;
        for (int slot = hash >>> shift; ; slot = (slot + 1) & mask) {
            int found = table[2 * slot + 1] - 1;
            if (found < 0) {
                return add(ref, kind, namespace, name, hash);
            }
            if (table[2 * slot] == hash && names.is(found, kindNumber, namespaceNumber, name)) {
                int thing = names.thing(found);
                remember(thing, ref.getUid());
                return thing;
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
        return kindOf[thing];
    }

    String kind(int thing) {
        return kindNames.get(kindOf[known(thing)]);
    }

    int compareNames(int thing, int other) {
        int one = nameOf[thing];
        int two = nameOf[other];
        int order = kindOf[thing] == kindOf[other] ? 0 : kind(thing).compareTo(kind(other));
        order = order == 0 ? compareNamespaces(names.namespace(one), names.namespace(two)) : order;
        return order == 0 ? names.compare(one, two) : order;
    }

    private int compareNamespaces(int one, int two) {
        return one == two ? 0 : namespaceNames.get(one).compareTo(namespaceNames.get(two));
    }

    Ref ref(int thing) {
        return refs[known(thing)];
    }

    private int known(int thing) {
        if (thing < 0 || thing >= size) {
            throw new IndexOutOfBoundsException("there is no thing " + thing + " among " + size);
        }
        return thing;
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

    private int add(Ref ref, String kind, String namespace, String name, int hash) {
        var isWelcome = size < limit && sane(kind, namespace, name) && names.hasRoomFor(name);
        int number = isWelcome ? kindNumber(kind) : -1;
        if (number < 0) {
            refused++;
            return Topology.NONE;
        }
        if (size == refs.length) {
            refs = Arrays.copyOf(refs, Math.min(limit, size + size / 2));
            kindOf = Arrays.copyOf(kindOf, refs.length);
            nameOf = Arrays.copyOf(nameOf, refs.length);
        }
        int namespaceNumber = namespaceNumber(namespace);
        // Not the one that came: it would keep words of its own for what all of a kind share.
        refs[size] = Ref.newBuilder()
                .setKind(kindNames.get(number))
                .setNamespace(namespaceNames.get(namespaceNumber))
                .setName(name)
                .setUid(isUid(ref.getUid()) ? ref.getUid() : "")
                .build();
        kindOf[size] = (short) number;
        nameOf[size] = names.add(size, number, namespaceNumber, name);
        size++;
        // three quarters full is the most that keeps probes short
        if (size * 4L > table.length / 2 * 3L) {
            grow();
        }
        insert(hash, nameOf[size - 1] + 1);
        return size - 1;
    }

    private static boolean sane(String kind, String namespace, String name) {
        return !kind.isEmpty()
                && kind.length() <= LONGEST_KIND
                && !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && namespace.length() <= LONGEST_NAME;
    }

    private void remember(int thing, String uid) {
        if (isUid(uid) && !uid.equals(refs[thing].getUid())) {
            refs[thing] = refs[thing].toBuilder().setUid(uid).build();
            renamed++;
        }
    }

    private static boolean isUid(String uid) {
        return !uid.isEmpty() && uid.length() <= LONGEST_UID;
    }

    /** There are no more of them than things. */
    private int namespaceNumber(String namespace) {
        var known = namespaces.putIfAbsent(namespace, namespaceNames.size());
        if (known != null) {
            return known;
        }
        namespaceNames.add(namespace);
        return namespaceNames.size() - 1;
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
