package dev.sentinel.collectors.logs;

import dev.sentinel.collectors.rules.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** All signatures in use, the shipped and the user's. */
public final class Signatures {
    /** Each line is held against all that are for its program. */
    private static final int MOST = 1000;

    private final List<Signature> all;

    private Signatures(List<Signature> all) {
        this.all = List.copyOf(all);
    }

    /** Everything that is wrong with some files, or the signatures in them. */
    public sealed interface Loaded {
        record Good(Signatures signatures) implements Loaded {}

        record Bad(List<Fault> faults) implements Loaded {}
    }

    /** Reads files given by name and text, holds each against its own examples, and tells all faults at once. */
    public static Loaded load(SequencedMap<String, String> files) {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> homes = new LinkedHashMap<>();
        List<Signature> all = new ArrayList<>();
        files.forEach((name, text) -> {
            SignatureFile file = new SignatureFile(name);
            for (Signature each : file.read(text)) {
                String other = homes.putIfAbsent(each.id(), name);
                if (other != null && !other.equals(name)) {
                    faults.add(new Fault(
                            name, 0, "the id \"%s\" is taken by a signature in %s".formatted(each.id(), other)));
                }
                all.add(each);
            }
            faults.addAll(file.faults());
        });
        if (all.size() > MOST) {
            faults.add(new Fault("signatures", 0, "%d signatures; at most %d".formatted(all.size(), MOST)));
        }
        return faults.isEmpty() ? new Loaded.Good(new Signatures(all)) : new Loaded.Bad(List.copyOf(faults));
    }

    /** Those to hold the lines of a program against. */
    List<Signature> of(String program) {
        return all.stream().filter(each -> each.isFor(program)).toList();
    }

    /** Every program that some signature names. */
    Set<String> programs() {
        Set<String> programs = new LinkedHashSet<>();
        all.forEach(each -> programs.addAll(each.programs()));
        return programs;
    }

    /** The ids, in the order of the files. */
    public List<String> ids() {
        return all.stream().map(Signature::id).toList();
    }
}
