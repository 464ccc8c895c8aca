package dev.sentinel.collectors.logs;

import dev.sentinel.collectors.rules.Fault;
import dev.sentinel.collectors.rules.RuleFile;
import dev.sentinel.collectors.rules.Section;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one file of signatures. */
final class SignatureFile {
    private final RuleFile file;

    SignatureFile(String name) {
        this.file = new RuleFile(name);
    }

    List<Fault> faults() {
        return file.faults();
    }

    List<Signature> read(String text) {
        return file.read(text, "signatures").map(SignatureFile::signatures).orElse(List.of());
    }

    private static List<Signature> signatures(Section root) {
        Set<String> programs = new LinkedHashSet<>(root.texts("programs"));
        List<Section> sections = root.sections("signatures");
        if (!root.has("signatures")) {
            root.complain("\"signatures\" is missing: the list of what to look for");
        }
        root.refuseOthers();
        List<Signature> signatures = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (Section each : sections) {
            Optional<Signature> read = new SignatureReader(each, programs).read();
            read.filter(signature -> !ids.add(signature.id()))
                    .ifPresent(twin -> each.complain("id", "\"%s\" is here twice".formatted(twin.id())));
            read.ifPresent(signatures::add);
        }
        return signatures;
    }
}
