package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Match;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All correlation of one cluster. The same calls in the same order give the same answers, byte for byte: time comes only
 * from the arguments. An event that comes late, or in another order, within the lateness, changes no incident.
 */
public final class Engine {
    private static final long SECOND = 1_000;
    // How long evidence waits for the edge that tells where it belongs.
    private static final Duration PATIENCE = Duration.ofHours(1);
    // A clock that runs ahead by more than this is not believed.
    private static final long MOST_AHEAD = 300_000;
    private static final int MOST_CRITICAL = 1_024;

    private final Limits limits;
    private final Topology topology;
    private final Sources sources = new Sources();
    private Families families = new Families();
    private final Due due = new Due();
    private final Unsettled unsettled;
    private final Judge judge;
    private final Portrait portrait;
    private final Placing placing = new Placing();
    private Rules rules;
    private Map<Long, Instance> instances = new HashMap<>();
    private final Set<Instance> begun = new LinkedHashSet<>();
    private final Set<Instance> changed = new LinkedHashSet<>();
    private final Map<Instance, Boolean> touched = new LinkedHashMap<>();
    private final List<Incident> told = new ArrayList<>();
    private final ArrayDeque<Critical> critical = new ArrayDeque<>();
    private final ArrayDeque<Foldable> foldable = new ArrayDeque<>();
    private boolean graphChanged;
    private long now = Long.MIN_VALUE;
    private long instancesRefused;

    /** A critical event, and where it went: should no incident have it, it becomes one of its own. */
    private record Critical(
            Event event, Sources.@Nullable Witness witness, long time, long acceptedAt, List<Instance> at) {}

    private record Foldable(Event event, long time) {}

    public Engine(String cluster, List<Pattern> patterns, Limits limits) {
        this.limits = limits;
        this.topology = new Topology(new Topology.Limits(limits.things(), limits.edges()));
        var slack = limits.lateness().toMillis();
        this.unsettled = new Unsettled(limits.pending(), slack, PATIENCE.toMillis());
        var assessor = new Assessor(Pattern.MOST_CLAUSES, slack);
        this.judge = new Judge(assessor, due, slack, new Registry(new Ids(cluster, topology)));
        this.portrait = new Portrait(cluster, topology, sources, assessor, unsettled);
        this.rules = Rules.of(patterns, topology);
    }

    /** Takes one event that has not been here before; returns the incidents it changed, each complete, in the order they changed. */
    public List<Incident> accept(Event event, Instant acceptedAt) {
        var accepted = acceptedAt.toEpochMilli();
        pass(accepted);
        var time = Math.min(Times.millis(event.getOccurredAt()), now + MOST_AHEAD);
        var witness = sources.heard(event, Times.millis(event.getObservedAt()), now);
        if (event.hasTopology()) {
            graphChanged |= topology.learn(event);
        }
        var kind = event.getDetailCase().getNumber();
        var interests = rules.interestedIn(kind);
        var isCritical = event.getSeverity() == Severity.SEVERITY_CRITICAL && rules.hasFallback();
        var at = isCritical ? new ArrayList<Instance>() : null;
        for (var interest : interests) {
            if (interest.condition().holds(event)) {
                offer(new Unsettled.Item(interest, event, witness, time, now), at);
            }
        }
        judgeTouched();
        fold(event, kind, time);
        if (at != null && !event.hasHeartbeat()) {
            if (critical.size() == MOST_CRITICAL) {
                surface(critical.removeFirst());
            }
            critical.addLast(new Critical(event, witness, time, now, at));
        }
        return tell();
    }

    /** Lets time pass: deadlines, quiet times and recoveries that are due by then. */
    public List<Incident> advance(Instant to) {
        pass(to.toEpochMilli());
        return tell();
    }

    /** The same at the end of a recording, when there is no later at which small news could be told. */
    public List<Incident> finish(Instant to) {
        pass(to.toEpochMilli());
        begun.stream().filter(instance -> instance.course.hasNews).forEach(changed::add);
        return tell();
    }

    /** Time passes by whole seconds, so that it makes no difference how often somebody looks. */
    private void pass(long to) {
        if (now == Long.MIN_VALUE) {
            now = to;
            return;
        }
        for (var next = nextSecond(); next <= to; next = nextSecond()) {
            now = next;
            tick();
            tellChanged();
        }
        now = Math.max(now, to);
        for (var rule : unsettled.expire(now)) {
            doubtsChanged(rule);
        }
    }

    /** The first whole second after now at which there is something to do. */
    private long nextSecond() {
        var at = due.next();
        at = graphChanged ? now : at;
        at = critical.isEmpty() ? at : Math.min(at, surfacesAt(critical.peekFirst()));
        return at == Long.MAX_VALUE ? at : Math.max(Math.ceilDiv(at, SECOND), Math.floorDiv(now, SECOND) + 1) * SECOND;
    }

    private void tick() {
        if (graphChanged) {
            graphChanged = false;
            placeAgain();
        }
        while (surfaces(now)) {
            surface(critical.removeFirst());
        }
        judgeTouched();
        while (due.any(now)) {
            look(due.take());
        }
    }

    private boolean surfaces(long at) {
        return !critical.isEmpty() && surfacesAt(critical.peekFirst()) <= at;
    }

    private long surfacesAt(Critical each) {
        return each.acceptedAt() + limits.lateness().toMillis();
    }

    private void surface(Critical each) {
        if (each.at().stream().noneMatch(instance -> instance.course.hasBegun())) {
            for (var interest : rules.fallbacks()) {
                if (interest.condition().holds(each.event())) {
                    offer(new Unsettled.Item(interest, each.event(), each.witness(), each.time(), now), null);
                }
            }
        }
    }

    /** Puts evidence where it belongs. It is judged when the event has been put everywhere: no clause comes first. */
    private void offer(Unsettled.Item item, @Nullable List<Instance> at) {
        place(item);
        unsettled.add(item);
        if (item.lost()) {
            doubtsChanged(item.interest.rule());
        }
        for (var placed : item.placed) {
            if (at != null) {
                at.add(placed.instance());
            }
            put(placed, item);
        }
    }

    private void put(Unsettled.Placed placed, Unsettled.Item item) {
        var instance = placed.instance();
        var fresh = instance.add(item.interest.clause(), placed.entry(), limits.evidencePerClause());
        instance.heardAt = now;
        if (!instance.worthAssessing()) {
            due.at(now + instance.rule.window, instance);
            return;
        }
        if (instance.course.hasBegun()) {
            judge.backdate(instance, item.time, now);
        }
        instance.grew |= fresh;
        var alarming = fresh && item.event.getSeverity() == Severity.SEVERITY_CRITICAL;
        touched.merge(instance, alarming, Boolean::logicalOr);
    }

    private void judgeTouched() {
        if (touched.isEmpty()) {
            return;
        }
        var all = List.copyOf(touched.entrySet());
        touched.clear();
        all.forEach(each -> judgeOne(each.getKey(), each.getValue()));
    }

    private void judgeOne(Instance instance, boolean alarming) {
        var began = instance.course.hasBegun();
        var material = judge.judge(instance, now);
        if (!instance.course.hasBegun()) {
            due.at(now + instance.rule.window, instance);
            return;
        }
        if (!began) {
            begin(instance);
        } else if (material || instance.grew) {
            relate(instance);
        }
        instance.grew = false;
        if (material || alarming || !began) {
            changed.add(instance);
        } else {
            later(instance);
        }
    }

    /** More or less is known of where evidence for a rule belongs. */
    private void doubtsChanged(Rule rule) {
        for (var instance : begun) {
            if (instance.rule == rule) {
                later(instance);
            }
        }
    }

    /** Small news is told from time to time. */
    private void later(Instance instance) {
        instance.course.hasNews = true;
        due.at(instance.course.mayTellAt(), instance);
    }

    private void begin(Instance instance) {
        begun.add(instance);
        for (var each : foldable) {
            foldInto(instance, each.event(), each.event().getDetailCase().getNumber(), each.time());
        }
        relate(instance);
    }

    private void relate(Instance instance) {
        changed.addAll(families.relate(instance));
    }

    private void look(Instance instance) {
        var before = instance.course.hasBegun();
        if (!before) {
            // By when it came, not by when it happened: what was spooled or recorded for long is still linked.
            if (instance.isEmpty() || now - instance.heardAt >= instance.rule.window) {
                instances.remove(key(instance.rule, instance.pivot));
                return;
            }
            instance.forgetBefore(instance.newest() - instance.rule.window);
            due.at(instance.heardAt + instance.rule.window, instance);
        }
        var material = judge.judge(instance, now);
        if (!before && instance.course.hasBegun()) {
            begin(instance);
        }
        var course = instance.course;
        if (material || (course.hasNews && now >= course.mayTellAt())) {
            changed.add(instance);
        } else if (course.hasNews) {
            later(instance);
        }
        if (!course.hasBegun()) {
            due.at(now + instance.rule.window, instance);
        }
    }

    private void place(Unsettled.Item item) {
        var rule = item.interest.rule();
        var clause = item.interest.clause();
        placing.begin();
        for (var way : rule.paths[clause]) {
            var start = start(way.path().from(), item.event);
            if (start >= 0 && placing.walk(way, start, item.time)) {
                break;
            }
        }
        var path = placing.path();
        var subject = path == null ? Topology.NONE : topology.thing(item.event.getSubject());
        if (path == null || subject < 0) {
            return;
        }
        var common = link(rule.links[clause], item);
        for (var i = 0; i < placing.size(); i++) {
            var instance = instance(rule, placing.end(i));
            if (instance != null) {
                var link = placing.link(i) >= 0 ? placing.link(i) : common;
                var entry = new Entry(subject, link, path, placing.start(), item, placing.assumed(i));
                item.placed.add(new Unsettled.Placed(instance, entry));
            }
        }
    }

    private int link(Way[] ways, Unsettled.Item item) {
        for (var way : ways) {
            var start = start(way.path().from(), item.event);
            var end = start < 0 ? Topology.NONE : placing.firstEnd(way, start, item.time);
            if (end >= 0) {
                return end;
            }
        }
        return Topology.NONE;
    }

    /** The subject when the path begins at its kind, else the first related thing of that kind. */
    private int start(String from, Event event) {
        if (fits(from, event.getSubject())) {
            return topology.thing(event.getSubject());
        }
        for (var i = 0; i < event.getRelatedCount(); i++) {
            if (fits(from, event.getRelated(i))) {
                return topology.thing(event.getRelated(i));
            }
        }
        return Topology.NONE;
    }

    private static boolean fits(String from, Ref ref) {
        return from.equals(ref.getKind()) || from.equals(dev.sentinel.correlator.topology.Path.ANY);
    }

    private @Nullable Instance instance(Rule rule, int pivot) {
        var key = key(rule, pivot);
        var instance = instances.get(key);
        if (instance == null) {
            if (instances.size() == limits.instances()) {
                instancesRefused++;
                return null;
            }
            instance = new Instance(rule, pivot);
            instances.put(key, instance);
        }
        return instance;
    }

    private static long key(Rule rule, int pivot) {
        return (long) rule.number << 32 | pivot;
    }

    /** The graph is another one: evidence that leads elsewhere now is moved. */
    private void placeAgain() {
        for (var item : unsettled.takeAll()) {
            var before = List.copyOf(item.placed);
            item.placed.clear();
            place(item);
            unsettled.add(item);
            if (before.isEmpty() != item.lost()) {
                doubtsChanged(item.interest.rule());
            }
            if (sameEnds(before, item.placed)) {
                item.placed.clear();
                item.placed.addAll(before);
                continue;
            }
            for (var placed : before) {
                placed.instance().remove(item.interest.clause(), placed.entry());
                look(placed.instance());
            }
            item.placed.forEach(placed -> put(placed, item));
        }
    }

    private static boolean sameEnds(List<Unsettled.Placed> before, List<Unsettled.Placed> after) {
        if (before.size() != after.size()) {
            return false;
        }
        for (var i = 0; i < before.size(); i++) {
            if (before.get(i).instance() != after.get(i).instance()
                    || before.get(i).entry().link != after.get(i).entry().link) {
                return false;
            }
        }
        return true;
    }

    private void fold(Event event, int kind, long time) {
        if (!rules.folds(kind)) {
            return;
        }
        if (foldable.size() == MOST_CRITICAL) {
            foldable.removeFirst();
        }
        foldable.addLast(new Foldable(event, time));
        for (var instance : begun) {
            foldInto(instance, event, kind, time);
        }
    }

    private void foldInto(Instance instance, Event event, int kind, long time) {
        for (var fold : instance.rule.pattern.folds()) {
            var begins = instance.course.suspectedAt - fold.within().toMillis();
            if (time >= begins && !instance.course.isResolved() && matches(fold.matches(), kind, event)) {
                if (instance.course.folded().add(event, Kinds.of(event), fold.why(), time) && instance.told != null) {
                    later(instance);
                }
                return;
            }
        }
    }

    private boolean matches(List<Match> matches, int kind, Event event) {
        for (var match : matches) {
            if ((match.kind().equals(Match.ANY) || Rules.number(match.kind()) == kind)
                    && match.condition().holds(event)) {
                return true;
            }
        }
        return false;
    }

    private List<Incident> tell() {
        tellChanged();
        if (told.isEmpty()) {
            return List.of();
        }
        var all = List.copyOf(told);
        told.clear();
        return all;
    }

    private void tellChanged() {
        if (changed.isEmpty()) {
            return;
        }
        for (var instance : changed) {
            if (instance.course.hasBegun()) {
                told.add(portrait.of(instance, now));
                if (instance.course.isResolved()) {
                    begun.remove(instance);
                } else {
                    begun.add(instance);
                }
            }
        }
        changed.clear();
    }

    /** Runs other patterns from now on; what is known stays known, and goes on where a pattern kept its name. */
    public List<Incident> replace(List<Pattern> patterns, Instant at) {
        pass(at.toEpochMilli());
        var old = instances;
        rules = Rules.of(patterns, topology);
        instances = new HashMap<>();
        var succession = new Succession(rules).of(old.values());
        var heirs = succession.values();
        for (var heir : heirs) {
            instances.put(key(heir.rule, heir.pivot), heir);
            due.at(now, heir);
        }
        begun.clear();
        heirs.stream()
                .filter(heir -> heir.course.hasBegun() && !heir.course.isResolved())
                .forEach(begun::add);
        families = new Families();
        List.copyOf(begun).forEach(this::relate);
        succession.forEach((before, heir) -> {
            // Its parent is gone with its pattern.
            if (before.parent != null && heir.parent == null && begun.contains(heir)) {
                changed.add(heir);
            }
        });
        // What is still on its way to a place belongs to rules that no longer run.
        unsettled.takeAll();
        return tell();
    }

    /** Incidents that are not resolved yet, or could still reopen. */
    public Collection<Incident> incidents() {
        return instances.values().stream()
                .filter(instance -> instance.told != null && instance.course.hasBegun())
                .map(instance -> instance.told)
                .sorted(Comparator.comparing(Incident::getId))
                .toList();
    }

    /** How full it is, and which limits it has met. */
    public Vitals vitals() {
        var hit = new TreeMap<String, Long>();
        hit.put("things", topology.thingsRefused());
        hit.put("edges", topology.edgesRefused());
        hit.put("ends", topology.endsCut());
        hit.put("instances", instancesRefused);
        hit.put("pending", unsettled.refused());
        hit.put("sources", sources.refused());
        hit.put(
                "evidence",
                instances.values().stream().mapToLong(Instance::omitted).sum());
        hit.values().removeIf(count -> count == 0);
        return new Vitals(topology.size(), topology.edges(), instances.size(), unsettled.size(), begun.size(), hit);
    }

    private final class Registry implements Judge.Registry {
        private final Ids ids;

        private Registry(Ids ids) {
            this.ids = ids;
        }

        @Override
        public String idOf(Instance instance, long beganAt) {
            return ids.next(instance, beganAt);
        }

        @Override
        public void buried(Instance instance) {
            families.forget(instance);
            begun.remove(instance);
            instance.told = null;
        }
    }
}
