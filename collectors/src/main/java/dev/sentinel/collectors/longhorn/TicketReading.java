package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.AttachmentTicket;
import dev.sentinel.v1.LonghornVolumeAttachmentChanged;
import dev.sentinel.v1.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Longhorn's own volume attachments, from 1.5 on: the reasons to keep a volume attached (domain page 1.10). */
final class TicketReading {
    private static final int MOST_TICKETS = 64;

    private final World world;
    private final Telling telling;

    TicketReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(Resource attachment) {
        tell(attachment, tickets(attachment));
    }

    void gone(Resource last) {
        tell(last, new TreeMap<>());
        world.remove(new World.Key(Kinds.TICKETS, last.name()));
    }

    private void tell(Resource attachment, Map<String, AttachmentTicket> now) {
        String volume = attachment.spec("volume").name().isEmpty()
                ? attachment.name()
                : attachment.spec("volume").name();
        var key = new World.Key(Kinds.TICKETS, attachment.name());
        Optional<Known.Tickets> before = world.find(Known.Tickets.class, key);
        world.put(key, new Known.Tickets(attachment.uid(), now));
        if (before.isEmpty() || before.get().tickets().equals(now)) {
            return;
        }
        List<AttachmentTicket> removed = new ArrayList<>();
        new TreeMap<>(before.get().tickets()).forEach((id, ticket) -> {
            if (!now.containsKey(id)) {
                removed.add(ticket);
            }
        });
        var changed = LonghornVolumeAttachmentChanged.newBuilder()
                .setVolume(volume)
                .addAllTickets(now.values())
                .addAllRemovedTickets(removed);
        telling.tell(
                attachment.ref(Kinds.TICKETS),
                List.of(world.ref(Kinds.VOLUME, volume)),
                telling.now(),
                Severity.SEVERITY_INFO,
                changed.build());
    }

    private static Map<String, AttachmentTicket> tickets(Resource attachment) {
        Map<String, AttachmentTicket> tickets = new TreeMap<>();
        attachment.spec("attachmentTickets").fields().forEach((id, ticket) -> {
            String type = ticket.at("type").word();
            if (!type.isEmpty() && tickets.size() < MOST_TICKETS) {
                tickets.put(id, ticket(id, type, ticket, attachment.status("attachmentTicketStatuses", id)));
            }
        });
        return tickets;
    }

    private static AttachmentTicket ticket(String id, String type, Tree ticket, Tree status) {
        return AttachmentTicket.newBuilder()
                .setId(id)
                .setType(type)
                .setNode(ticket.at("nodeID").name())
                .setSatisfied(status.at("satisfied").flag())
                .setDisableFrontend(ticket.at("parameters", "disableFrontend").flag())
                .setMessage(status.at("conditions")
                        .ofType("Satisfied")
                        .at("message")
                        .message())
                .build();
    }
}
