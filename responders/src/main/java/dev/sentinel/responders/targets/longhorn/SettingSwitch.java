package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Field;
import dev.sentinel.responders.targets.kubernetes.Inverses;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One of Longhorn's settings that may be changed while something is being mended; of the many others none is touched. */
record SettingSwitch(String namespace, String setting, Set<String> values, Declaration declaration)
        implements InLonghorn {
    private static final Set<String> YES_OR_NO = Set.of("true", "false");

    SettingSwitch {
        values = Set.copyOf(values);
    }

    static SettingSwitch autoBalance(String namespace) {
        return of(
                namespace,
                "longhorn.setting.auto_balance",
                "replica-auto-balance",
                "Whether Longhorn moves copies of all volumes to spread them better",
                "Disabled, copies stay unevenly spread; enabled, Longhorn may begin to move copies at once",
                Set.of("disabled", "least-effort", "best-effort"));
    }

    static SettingSwitch autoSalvage(String namespace) {
        return of(
                namespace,
                "longhorn.setting.auto_salvage",
                "auto-salvage",
                "Whether Longhorn takes failed copies of a faulted volume for good by itself",
                "Off, every faulted volume waits for a person; on, those that wait may be salvaged at once",
                YES_OR_NO);
    }

    static SettingSwitch autoDeletePod(String namespace) {
        return of(
                namespace,
                "longhorn.setting.auto_delete_pod",
                "auto-delete-pod-when-volume-detached-unexpectedly",
                "Whether Longhorn deletes pods whose volume went away under them",
                "Off, such pods go on with a dead mount until somebody restarts them",
                YES_OR_NO);
    }

    private static SettingSwitch of(
            String namespace, String action, String setting, String summary, String effect, Set<String> values) {
        return new SettingSwitch(
                namespace,
                setting,
                values,
                new Declaration(
                        action,
                        summary,
                        RiskTier.RISK_TIER_REVERSIBLE,
                        List.of(Kinds.LONGHORN_SETTING.thing()),
                        List.of(Parameter.required(
                                "value",
                                Parameter.Type.TEXT,
                                String.join(", ", values.stream().sorted().toList()))),
                        List.of(effect),
                        Duration.ofSeconds(30),
                        new WayBack.By(action, Duration.ofDays(3)),
                        "get, patch settings.longhorn.io (%s) in longhorn-system".formatted(setting),
                        List.of("pause")));
    }

    @Override
    public Optional<Found> find(Order order, Cluster cluster) throws NoAnswer {
        if (!order.target().getName().equals(setting)) {
            throw new NoAnswer(
                    NoAnswer.Why.UNSUPPORTED,
                    "%s is for the setting %s and no other".formatted(declaration.name(), setting),
                    null);
        }
        return InLonghorn.super.find(order, cluster);
    }

    @Override
    public List<Field> fields(Order order, Found found) throws NoAnswer {
        return List.of(Given.text(order, declaration, values, "value"));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(declaration, Arguments.none().with("value", Json.text(found.object(), "value")));
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return Map.of("value", Json.text(found.object(), "value"));
    }
}
