package dev.sentinel.responders.targets.kubernetes;

import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.targets.Ground;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The marks of Argo CD and Flux on objects, and Flux's switch. */
final class GitOpsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode labelled(String labels) {
        return json("{'metadata':{'namespace':'apps','name':'db','labels':{%s}}}".formatted(labels));
    }

    private static Optional<String> who(GitOps gitOps, JsonNode object) {
        return gitOps.of(Kinds.STATEFUL_SET, object);
    }

    private static GitOps flux(Optional<JsonNode> found) {
        return new GitOps((kind, namespace, name) -> found);
    }

    @Test
    void flux_is_named_while_it_is_not_suspended() {
        JsonNode by = labelled(
                "'kustomize.toolkit.fluxcd.io/name':'apps','kustomize.toolkit.fluxcd.io/namespace':'flux-system'");
        JsonNode helm = labelled("'helm.toolkit.fluxcd.io/name':'db','helm.toolkit.fluxcd.io/namespace':'apps'");

        assertThat(who(flux(Optional.of(json("{'spec':{}}"))), by)).contains("flux-kustomization/flux-system/apps");
        assertThat(who(flux(Optional.of(json("{'spec':{}}"))), helm)).contains("flux-helmrelease/apps/db");
        assertThat(who(flux(Optional.of(json("{'spec':{'suspend':true}}"))), by))
                .isEmpty();
        assertThat(who(flux(Optional.empty()), by)).isEmpty();
    }

    @Test
    void whoever_cannot_be_seen_may_well_be_at_work() {
        GitOps blind = new GitOps((kind, namespace, name) -> {
            throw new NoAnswer(NoAnswer.Why.FORBIDDEN, "no", null);
        });

        assertThat(
                        who(
                                blind,
                                labelled(
                                        "'kustomize.toolkit.fluxcd.io/name':'apps','kustomize.toolkit.fluxcd.io/namespace':'flux-system'")))
                .isPresent();
    }

    @Test
    void argo_is_named_by_its_mark_unless_it_is_known_not_to_heal() {
        JsonNode marked = json(
                "{'metadata':{'namespace':'apps','name':'db','annotations':{'argocd.argoproj.io/tracking-id':'team_site:apps/StatefulSet:apps/db'}}}");
        GitOps gitOps = flux(Optional.empty());
        assertThat(who(gitOps, marked)).contains("argocd/team/site");
        assertThat(who(gitOps, labelled("'argocd.argoproj.io/instance':'site'")))
                .contains("argocd/argocd/site");
        assertThat(who(gitOps, labelled("'app.kubernetes.io/instance':'site'"))).isEmpty();

        gitOps.application(
                json("{'metadata':{'namespace':'team','name':'site'},'spec':{'syncPolicy':{'automated':{}}}}"));
        assertThat(who(gitOps, marked)).isEmpty();
    }

    @Test
    void a_policy_that_is_switched_off_heals_nothing() {
        String application =
                "{'metadata':{'namespace':'argocd','name':'a'},'spec':{'syncPolicy':{'automated':{'selfHeal':true%s}}},'status':{'resources':[{'group':'apps','kind':'StatefulSet','namespace':'apps','name':'db'}]}}";
        GitOps on = flux(Optional.empty());
        on.application(json(application.formatted("")));
        GitOps off = flux(Optional.empty());
        off.application(json(application.formatted(",'enabled':false")));

        assertThat(who(on, labelled(""))).contains("argocd/argocd/a");
        assertThat(who(off, labelled(""))).isEmpty();
    }

    @Test
    void flux_is_suspended_by_its_switch() throws NoAnswer {
        Place place = Place.of(Kinds.KUSTOMIZATION, "flux-system", "apps");
        JsonNode running = json("{'metadata':{'uid':'u'},'spec':{'interval':'5m'}}");
        JsonNode suspended = json("{'metadata':{'uid':'u'},'spec':{'interval':'5m','suspend':true}}");
        try (Cluster nobody = Ground.at(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(1))) {
            SuspendGitOps suspend = new SuspendGitOps();
            ResumeGitOps resume = new ResumeGitOps();
            var order = order(
                    new Editing(suspend, nobody, () -> Instant.EPOCH),
                    ref("kustomize.kustomization", "flux-system", "apps"));
            Edit.Found before = new Edit.Found(place, running, running);
            Edit.Found after = new Edit.Found(place, suspended, suspended);

            assertThat(suspend.fields(order, before)).allMatch(each -> !each.isSo(running) && each.isSo(suspended));
            assertThat(resume.fields(order, after)).allMatch(each -> each.isSo(running) && !each.isSo(suspended));
            assertThat(suspend.facts(before, nobody)).containsEntry("suspended", "false");
            assertThat(suspend.facts(after, nobody)).containsEntry("suspended", "true");
            assertThat(suspend.wayBack(order, before).getArgumentsList()).isEmpty();
            assertThat(suspend.forbids(order, before, nobody)).isEmpty();
        }
    }
}
