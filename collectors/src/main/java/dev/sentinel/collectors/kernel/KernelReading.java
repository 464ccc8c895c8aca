package dev.sentinel.collectors.kernel;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sentinel.collectors.kernel.Surroundings.Backing;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.FilesystemIdentityChanged;
import dev.sentinel.v1.KernelFilesystemMounted;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what the kernel of one machine says. Not for several threads. */
public final class KernelReading {
    private final Facts facts;
    private final Ref machine;
    private final Surroundings surroundings;
    private final Identities identities;
    private final Mounts mounts = new Mounts();
    private final OomKills oomKills;
    private final List<Shape> shapes = Stream.of(
                    Ext4Lines.shapes(),
                    XfsLines.shapes(),
                    BtrfsLines.shapes(),
                    PathLines.shapes(),
                    BlockLines.shapes(),
                    TaskLines.shapes())
            .flatMap(List::stream)
            .toList();
    private final Pattern stamp = Pattern.compile("^(?:kernel: )?\\[ *\\d{1,12}\\.\\d{1,9}\\](?:\\[ *[TC]\\d+\\])? ?");

    /** What the kernel of a machine (a {@code kubernetes.node}, or a {@code host.machine} outside) says. */
    public KernelReading(Facts facts, Ref machine, Surroundings surroundings, Identities identities) {
        this.facts = facts;
        this.machine = machine;
        this.surroundings = surroundings;
        this.identities = identities;
        this.oomKills = new OomKills(surroundings);
    }

    /** What a line is worth; the lines of a machine are to be given in their order. */
    public List<Event> read(KernelLine line, Instant observedAt) {
        String text = text(line.text());
        mounts.note(text);
        return finding(text)
                .map(found -> events(mounts.completed(found), Seen.at(line.at(), observedAt)))
                .orElse(List.of());
    }

    private Optional<Finding> finding(String text) {
        for (Shape shape : shapes) {
            Optional<Finding> found = shape.read(text);
            if (found.isPresent()) {
                return found;
            }
        }
        return mounts.xfs(text).or(() -> oomKills.read(text));
    }

    private List<Event> events(Finding finding, Seen seen) {
        Optional<Backing> backing =
                finding.device().isEmpty() ? Optional.empty() : surroundings.device(finding.device());
        List<Ref> related = backing.map(Backing::related).orElse(List.of());
        List<Event> events = new ArrayList<>();
        events.add(facts.event(seen, finding.severity(), machine, related, withDisk(finding.fact(), backing)));
        if (finding.fact() instanceof KernelFilesystemMounted mounted) {
            Optional<FilesystemIdentityChanged> change =
                    backing.flatMap(each -> identities.mounted(mounted, each, seen.occurredAt()));
            change.ifPresent(fact -> events.add(facts.event(seen, Severity.SEVERITY_CRITICAL, machine, related, fact)));
        }
        return events;
    }

    private static Message withDisk(Message fact, Optional<Backing> backing) {
        FieldDescriptor wwid = fact.getDescriptorForType().findFieldByName("wwid");
        return wwid == null || backing.isEmpty()
                ? fact
                : fact.toBuilder().setField(wwid, backing.get().wwid()).build();
    }

    /** dmesg, serial consoles and syslog put the time since start before the text. */
    private String text(String line) {
        Matcher found = stamp.matcher(line);
        return (found.find() ? line.substring(found.end()) : line).strip();
    }
}
