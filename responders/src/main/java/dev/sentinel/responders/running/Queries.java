package dev.sentinel.responders.running;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.responders.audit.AuditLog;
import dev.sentinel.responders.audit.CheckpointFile;
import dev.sentinel.responders.audit.Export;
import dev.sentinel.responders.audit.TrustedKey;
import dev.sentinel.responders.audit.Verification;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Pauses;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.QuarantineBook;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.responders.execution.PauseFile;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.GetPauseStateResponse;
import dev.sentinel.v1.GetPlanResponse;
import dev.sentinel.v1.ListApprovalTicketsRequest;
import dev.sentinel.v1.ListApprovalTicketsResponse;
import dev.sentinel.v1.ListAuditEntriesRequest;
import dev.sentinel.v1.ListAuditEntriesResponse;
import dev.sentinel.v1.ListPlansRequest;
import dev.sentinel.v1.ListPlansResponse;
import dev.sentinel.v1.ListQuarantinesRequest;
import dev.sentinel.v1.ListQuarantinesResponse;
import dev.sentinel.v1.PauseState;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Quarantine;
import dev.sentinel.v1.VerifyAuditResponse;
import dev.sentinel.v1.WatchPlansRequest;
import dev.sentinel.v1.WatchPlansResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people ask about acting. */
public final class Queries {

    private static final int MOST_RESULTS = 256;
    private static final int MOST_CHANGES = 100;
    private static final String BAD_TOKEN = "this page token was not given out here";

    private final Books books;
    private final Settings settings;
    private final Runnable unproven;

    Queries(Books books, Settings settings, Runnable unproven) {
        this.books = books;
        this.settings = settings;
        this.unproven = unproven;
    }

    /** Newest first. */
    public Answer<ListPlansResponse> plans(ListPlansRequest request) {
        Optional<Plans.Mark> mark = Tokens.mark(request.getPageToken());
        if (mark.isEmpty()) {
            return new Answer.Invalid<>(BAD_TOKEN);
        }
        int size = Tokens.size(request.getPageSize());
        var filter = new Plans.Filter(
                request.getCluster(), request.getIncidentId(), request.getStatesList(), request.getWithOpenInverses());
        return new Answer.Done<>(books.read(sql -> {
            List<Plan> plans = Plans.list(sql, filter, mark.get(), size);
            ListPlansResponse.Builder page = ListPlansResponse.newBuilder().addAllPlans(plans);
            if (plans.size() == size) {
                page.setNextPageToken(Tokens.of(Plans.mark(sql, plans.getLast())));
            }
            return page.build();
        }));
    }

    /** A plan with everything that was decided and done about it. */
    public Answer<GetPlanResponse> plan(String id) {
        return books.read(sql -> {
            Optional<Plans.Kept> kept = Plans.find(sql, id);
            if (kept.isEmpty()) {
                return new Answer.NotFound<>("there is no plan " + id);
            }
            GetPlanResponse.Builder answer = GetPlanResponse.newBuilder()
                    .setPlan(kept.get().plan())
                    .addAllResults(Plans.results(sql, id, MOST_RESULTS));
            Tickets.find(sql, id).ifPresent(answer::setTicket);
            return new Answer.Done<>(answer.build());
        });
    }

    /**
     * The changes behind the token, at most {@value #MOST_CHANGES}; the last one says whether there are more. When there
     * are none, one sign of life. A token of a former answer goes on without a gap; the newest state of each plan counts.
     */
    public Answer<List<WatchPlansResponse>> changes(WatchPlansRequest request) {
        Optional<Long> after = Tokens.position(request.getResumeToken());
        if (after.isEmpty()) {
            return new Answer.Invalid<>(BAD_TOKEN);
        }
        return new Answer.Done<>(books.read(sql -> {
            List<Plans.Change> changes = Plans.changed(sql, after.get(), MOST_CHANGES);
            boolean all = changes.size() < MOST_CHANGES;
            List<WatchPlansResponse> answers = new ArrayList<>();
            for (Plans.Change change : changes) {
                String cluster = change.plan().getContent().getCluster();
                if (request.getCluster().isEmpty() || request.getCluster().equals(cluster)) {
                    WatchPlansResponse.Builder answer = WatchPlansResponse.newBuilder()
                            .setPlan(change.plan())
                            .setResumeToken(Tokens.of(change.number()));
                    change.result().ifPresent(answer::setResult);
                    answers.add(answer.build());
                }
            }
            long last = changes.isEmpty() ? after.get() : changes.getLast().number();
            answers.add(WatchPlansResponse.newBuilder()
                    .setResumeToken(Tokens.of(last))
                    .setCaughtUp(all)
                    .build());
            return answers;
        }));
    }

    /** What waits for people; newest first. */
    public Answer<ListApprovalTicketsResponse> tickets(ListApprovalTicketsRequest request) {
        Optional<Plans.Mark> mark = Tokens.mark(request.getPageToken());
        if (mark.isEmpty()) {
            return new Answer.Invalid<>(BAD_TOKEN);
        }
        int size = Tokens.size(request.getPageSize());
        return new Answer.Done<>(books.read(sql -> {
            List<ApprovalTicket> tickets =
                    Tickets.list(sql, request.getCluster(), request.getIncludeClosed(), mark.get(), size);
            ListApprovalTicketsResponse.Builder page =
                    ListApprovalTicketsResponse.newBuilder().addAllTickets(tickets);
            if (tickets.size() == size) {
                ApprovalTicket last = tickets.getLast();
                long made = Timestamps.toMillis(last.getRequestedAt());
                page.setNextPageToken(Tokens.of(new Plans.Mark(made, last.getPlanId())));
            }
            return page.build();
        }));
    }

    public Answer<ListQuarantinesResponse> quarantines(ListQuarantinesRequest request) {
        Optional<Plans.Mark> mark = Tokens.mark(request.getPageToken());
        if (mark.isEmpty()) {
            return new Answer.Invalid<>(BAD_TOKEN);
        }
        int size = Tokens.size(request.getPageSize());
        return new Answer.Done<>(books.read(sql -> {
            List<Quarantine> found =
                    QuarantineBook.list(sql, request.getCluster(), request.getIncludeReleased(), mark.get(), size);
            ListQuarantinesResponse.Builder page =
                    ListQuarantinesResponse.newBuilder().addAllQuarantines(found);
            if (found.size() == size) {
                page.setNextPageToken(Tokens.of(QuarantineBook.mark(sql, found.getLast())));
            }
            return page.build();
        }));
    }

    /** All pauses on record, and the one by file when it is there. */
    public GetPauseStateResponse pauses() {
        GetPauseStateResponse.Builder answer = GetPauseStateResponse.newBuilder();
        new PauseFile(settings.pauseFile())
                .because()
                .ifPresent(why -> answer.addStates(
                        PauseState.newBuilder().setPaused(true).setByFile(true).setReason(why)));
        return answer.addAllStates(books.read(Pauses::all)).build();
    }

    /** Oldest first. */
    public Answer<ListAuditEntriesResponse> audit(ListAuditEntriesRequest request) {
        Optional<Long> after = Tokens.position(request.getPageToken());
        if (after.isEmpty()) {
            return new Answer.Invalid<>(BAD_TOKEN);
        }
        int size = Tokens.size(request.getPageSize());
        var filter = new AuditLog.Filter(
                request.getCluster(),
                request.getIncidentId(),
                request.getPlanId(),
                request.getActsList(),
                request.hasSince() ? Optional.of(instant(request.getSince())) : Optional.empty(),
                request.hasUntil() ? Optional.of(instant(request.getUntil())) : Optional.empty(),
                after.get());
        List<AuditEntry> entries = books.read(sql -> books.audit().list(sql, filter, size));
        ListAuditEntriesResponse.Builder page =
                ListAuditEntriesResponse.newBuilder().addAllEntries(entries);
        if (entries.size() == size) {
            page.setNextPageToken(Tokens.of(entries.getLast().getNumber()));
        }
        return new Answer.Done<>(page.build());
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** Walks the whole log and compares it with the checkpoints in the second place. */
    public VerifyAuditResponse verify() {
        Path key = settings.proof().key();
        var verification = new Verification(
                books.audit().name(),
                new CheckpointFile(settings.proof().checkpoints()).read(),
                List.of(TrustedKey.beside(key)));
        books.audit().walk(books.store(), verification::take);
        Verification.Finding finding = verification.finish();
        VerifyAuditResponse.Builder answer = VerifyAuditResponse.newBuilder()
                .setIntact(finding.intact())
                .setEntryCount(finding.entries())
                .setProblem(finding.problem().orElse(""));
        finding.firstBad().ifPresent(answer::setFirstBadNumber);
        finding.lastCheckpoint().ifPresent(answer::setLastCheckpoint);
        if (!finding.intact()) {
            unproven.run();
        }
        return answer.build();
    }

    /** The log as JSON lines. */
    public void export(Appendable out) throws IOException {
        Export.write(books.store(), books.audit(), out);
    }
}
