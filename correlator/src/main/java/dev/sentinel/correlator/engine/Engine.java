package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.engine.Course.News;
import dev.sentinel.correlator.engine.Relevance.Weight;
import dev.sentinel.correlator.engine.Unclaimed.Critical;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

    private final Limits limits;
    private final Topology topology;
    private final Sources sources = new Sources();
    final Effort effort = new Effort();
    private Families families = new Families();
    private final Due due = new Due();
    private final Unsettled unsettled;
    private final Relevance relevance;
    private final Judge judge;
    private final Portrait portrait;
    private final Instances instances;
    private final Places places;
    private final Begun begun = new Begun();
    private final Noise noise = new Noise(begun, instance -> later(instance, News.SOMETHING_NEW));
    private Rules rules;
    private final Set<Instance> changed = new LinkedHashSet<>();
    private final List<Instance> touched = new ArrayList<>();
    private final List<Incident> told = new ArrayList<>();
    private final Unclaimed unclaimed;
    private final Claims claims;
    private boolean graphChanged;
    private long now = Long.MIN_VALUE;

    public Engine(String cluster, List<Pattern> patterns, Limits limits) {
        this.limits = limits;
        this.topology = new Topology(new Topology.Limits(limits.things(), limits.edges()));
        var slack = limits.lateness().toMillis();
        this.unsettled = new Unsettled(limits.pending(), slack, PATIENCE.toMillis());
        var assessor = new Assessor(Pattern.MOST_CLAUSES, slack);
        this.instances = new Instances(limits.instances());
        this.places = new Places(topology, instances, effort);
        this.unclaimed = new Unclaimed(slack);
        this.claims = new Claims(assessor, noise, instance -> later(instance, News.MORE_OF_THE_SAME));
        this.relevance = new Relevance(slack);
        this.judge = new Judge(assessor, due, slack, new Registry(new Ids(cluster, topology)));
        this.portrait = new Portrait(cluster, topology, sources, assessor, unsettled);
        this.rules = Rules.of(patterns, topology);
    }

    /** Takes one event that has not been here before; returns the incidents it changed, each complete, in the order they changed. */
    public List<Incident> accept(Event event, Instant acceptedAt) {
        var accepted = acceptedAt.toEpochMilli();
        pass(accepted);
        sources.heard(event, now);
        if (event.hasTopology()) {
            graphChanged |= topology.learn(event);
        }
        var kind = event.getDetailCase().getNumber();
        var isCritical = event.getSeverityValue() == Severity.SEVERITY_CRITICAL_VALUE && !event.hasHeartbeat();
        if (rules.want(kind) || (isCritical && rules.hasFallback())) {
            correlate(event, kind, isCritical && rules.hasFallback());
        }
        return tell();
    }

    private void correlate(Event event, int kind, boolean isCritical) {
        var time = Math.min(Times.millis(event.getOccurredAt()), now + MOST_AHEAD);
        var fact = isCritical ? fact(event, kind, time) : null;
        var critical = fact == null ? null : unclaimed.critical(event, fact, now);
        for (var interest : rules.interestedIn(kind)) {
            if (interest.condition().holds(event)) {
                fact = fact == null ? fact(event, kind, time) : fact;
                offer(new Unsettled.Item(interest, event, fact, now), critical);
            }
        }
        judgeTouched();
        noise.fold(event, time, rules.foldings(kind));
        if (critical != null) {
            unclaimed.add(critical);
            surface(Long.MIN_VALUE);
        }
    }

    private Fact fact(Event event, int kind, long time) {
        var fact = new Fact(event, rules.kind(kind), time);
        sources.tells(fact);
        return fact;
    }

    /** Lets time pass: deadlines, quiet times and recoveries that are due by then. */
    public List<Incident> advance(Instant to) {
        pass(to.toEpochMilli());
        return tell();
    }

    /** The same at the end of a recording, when there is no later at which small news could be told. */
    public List<Incident> finish(Instant to) {
        pass(to.toEpochMilli());
        // Also of those that are over, which are not among those that go on.
        instances.all().stream()
                .filter(instance -> instance.course.hasBegun() && instance.course.hasNews())
                .forEach(changed::add);
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
        unsettled.expire(now);
    }

    /** The first whole second after now at which there is something to do. */
    private long nextSecond() {
        var at = due.next();
        at = graphChanged ? now : at;
        at = Math.min(at, unclaimed.next());
        return at == Long.MAX_VALUE ? at : Math.max(Math.ceilDiv(at, SECOND), Math.floorDiv(now, SECOND) + 1) * SECOND;
    }

    private void tick() {
        if (graphChanged) {
            graphChanged = false;
            placeAgain();
            judgeTouched();
        }
        surface(now);
        judgeTouched();
        while (due.any(now)) {
            look(due.take());
        }
    }

    private void surface(long until) {
        while (unclaimed.next() <= until) {
            var critical = unclaimed.take();
            for (var interest : claims.has(critical, rules, now) ? List.<Interest>of() : rules.fallbacks()) {
                if (interest.condition().holds(critical.event())) {
                    offer(new Unsettled.Item(interest, critical.event(), critical.fact(), now), null);
                }
            }
        }
    }

    /** Puts evidence where it belongs. It is judged when the event has been put everywhere: no clause comes first. */
    private void offer(Unsettled.Item item, @Nullable Critical critical) {
        places.place(item);
        unsettled.add(item);
        if (critical != null) {
            critical.items().add(item);
        }
        for (var placed : item.placed) {
            put(placed, item);
        }
    }

    private void put(Unsettled.Placed placed, Unsettled.Item item) {
        effort.placed++;
        var instance = placed.instance();
        var clause = item.interest.clause();
        var added = instance.add(clause, placed.entry(), limits.evidencePerClause());
        instance.heardAt = now;
        if (!instance.worthAssessing()) {
            due.at(now + instance.rule.window, instance);
            return;
        }
        var began = instance.course.suspectedAt;
        if (instance.course.hasBegun() && judge.backdate(instance, item.fact.time, now)) {
            noise.foldMoreInto(instance, began, instance.course.goesUntil());
        }
        if (added.isNew()) {
            families.grew(instance, placed.entry());
        }
        var weight =
                added.isForOld() ? Weight.DECIDES : relevance.of(instance, clause, item.fact.time, placed.entry().link);
        if (weight != Weight.NONE) {
            instance.grew |= added.isNew();
            instance.unjudged |= weight == Weight.DECIDES;
            instance.alarming |= added.isNew() && item.fact.severity == Severity.SEVERITY_CRITICAL;
            touch(instance);
        } else if (!instance.course.hasBegun()) {
            due.at(now + instance.rule.window, instance);
        } else if (added == Instance.Added.MORE_OF_TOLD) {
            later(instance, News.MORE_OF_THE_SAME);
        }
    }

    private void touch(Instance instance) {
        if (!instance.touched) {
            instance.touched = true;
            touched.add(instance);
        }
    }

    private void judgeTouched() {
        if (touched.isEmpty()) {
            return;
        }
        for (var instance : touched) {
            judgeOne(instance);
        }
        touched.clear();
    }

    private void judgeOne(Instance instance) {
        effort.looks++;
        instance.touched = false;
        var alarming = instance.alarming;
        instance.alarming = false;
        var began = instance.course.hasBegun();
        var material = instance.unjudged && judge(instance);
        instance.unjudged = false;
        if (!instance.course.hasBegun()) {
            due.at(now + instance.rule.window, instance);
            return;
        }
        if (!began) {
            begin(instance);
        } else if (material || instance.grew) {
            changed.addAll(families.relate(instance));
        }
        part(instance);
        if (material || alarming || !began) {
            changed.add(instance);
        } else {
            later(instance, instance.grew ? News.SOMETHING_NEW : News.MORE_OF_THE_SAME);
        }
        instance.grew = false;
    }

    private boolean judge(Instance instance) {
        var until = instance.course.goesUntil();
        var material = judge.judge(instance, now);
        if (instance.course.hasBegun() && instance.course.goesUntil() > until) {
            noise.foldMoreInto(instance, instance.course.suspectedAt, until);
        }
        return material;
    }

    private void part(Instance instance) {
        if (instance.course.isResolved()) {
            changed.addAll(families.part(instance));
        }
    }

    /** Small news is told from time to time. */
    private void later(Instance instance, News news) {
        instance.course.has(news);
        due.at(instance.course.mayTellAt(), instance);
    }

    private void begin(Instance instance) {
        begun.add(instance);
        noise.foldInto(instance);
        changed.addAll(families.relate(instance));
    }

    private void look(Instance instance) {
        effort.looks++;
        var before = instance.course.hasBegun();
        if (!before) {
            // By when it came, not by when it happened: what was spooled or recorded for long is still linked.
            if (instance.isEmpty() || now - instance.heardAt >= instance.rule.window) {
                instances.remove(instance);
                return;
            }
            instance.forgetBefore(instance.evidence.newest() - instance.rule.window);
            due.at(instance.heardAt + instance.rule.window, instance);
        }
        var material = (!before || now >= instance.judgedAgainAt) && judge(instance);
        if (!before && instance.course.hasBegun()) {
            begin(instance);
        }
        part(instance);
        var course = instance.course;
        if (material || (course.hasNews() && now >= course.mayTellAt())) {
            changed.add(instance);
        } else if (course.hasNews()) {
            due.at(course.mayTellAt(), instance);
        }
        if (!course.hasBegun()) {
            due.at(now + instance.rule.window, instance);
        } else if (instance.judgedAgainAt != Long.MAX_VALUE) {
            due.at(instance.judgedAgainAt, instance);
        }
    }

    /** The graph is another one: evidence that leads elsewhere now is moved. What it left is looked at when all has moved. */
    private void placeAgain() {
        var left = new LinkedHashSet<Instance>();
        unsettled.again(item -> {
            placeAgain(item, left);
            return item.lost();
        });
        if (!left.isEmpty()) {
            unsettled.recall();
        }
        for (var instance : left) {
            instance.judgedAgainAt = now;
            look(instance);
        }
    }

    private void placeAgain(Unsettled.Item item, Set<Instance> left) {
        var before = List.copyOf(item.placed);
        item.placed.clear();
        places.place(item);
        if (item.isPlacedLike(before)) {
            item.placed.clear();
            item.placed.addAll(before);
            return;
        }
        for (var placed : before) {
            placed.instance().remove(item.interest.clause(), placed.entry(), item.fact);
            left.add(placed.instance());
        }
        item.placed.forEach(placed -> put(placed, item));
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
                effort.drawn++;
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
        rules = Rules.of(patterns, topology);
        var succession = new Succession(rules).of(instances.all());
        var heirs = succession.values();
        instances.replace(heirs);
        unclaimed.inherit(succession);
        heirs.forEach(heir -> due.at(now, heir));
        begun.replace(heirs.stream()
                .filter(heir -> heir.course.hasBegun() && !heir.course.isResolved())
                .toList());
        noise.replace(rules);
        families = new Families();
        List.copyOf(begun.all()).forEach(instance -> changed.addAll(families.relate(instance)));
        succession.forEach((before, heir) -> {
            // Its parent is gone with its pattern.
            if (before.parent != null && heir.parent == null && begun.all().contains(heir)) {
                changed.add(heir);
            }
        });
        // What is still on its way to a place belongs to rules that no longer run.
        unsettled.clear();
        return tell();
    }

    /** Incidents that are not resolved yet, or could still reopen. */
    public Collection<Incident> incidents() {
        return instances.all().stream()
                .flatMap(Instance::told)
                .sorted(Comparator.comparing(Incident::getId))
                .toList();
    }

    /** How full it is, and which limits it has met. */
    public Vitals vitals() {
        var hit = new TreeMap<>(Map.of(
                "things", topology.thingsRefused(),
                "edges", topology.edgesRefused(),
                "ends", topology.endsCut(),
                "instances", instances.refused(),
                "pending", unsettled.refused(),
                "sources", sources.refused(),
                "evidence", instances.omitted()));
        hit.values().removeIf(count -> count == 0);
        return new Vitals(
                topology.size(),
                topology.edges(),
                instances.size(),
                unsettled.size(),
                begun.all().size(),
                hit);
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
