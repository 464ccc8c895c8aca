package dev.sentinel.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sentinel.v1.GetPolicyReportResponse;
import dev.sentinel.v1.LostTrust;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.PolicyScore;
import dev.sentinel.v1.PromotionProposal;
import org.junit.jupiter.api.Test;

final class PolicyTextTest {
    private static final GetPolicyReportResponse.Builder QUIET =
            GetPolicyReportResponse.newBuilder().setPolicy("ours").setPolicyVersion("3");

    @Test
    void says_what_is_wrong_first_and_what_might_be_trusted_last() {
        var report = QUIET.clone()
                .setProblem("the policy cannot be used:\n  policy.yaml:4: \u001b[2Jmode")
                .addLost(LostTrust.newBuilder()
                        .setCluster("prod")
                        .setAction("kubernetes.node.cordon")
                        .setSince(Timestamp.newBuilder().setSeconds(1_772_452_800))
                        .setReason("cordoned is false"))
                .addScores(PolicyScore.newBuilder()
                        .setCluster("prod")
                        .setAction("longhorn.node.scheduling.off")
                        .setMode(PolicyMode.POLICY_MODE_SHADOW)
                        .setDecisions(12)
                        .setAgreed(11)
                        .setNeedless(1))
                .addProposals(PromotionProposal.newBuilder()
                        .setCluster("prod")
                        .setAction("longhorn.node.scheduling.off")
                        .setFrom(PolicyMode.POLICY_MODE_SHADOW)
                        .setTo(PolicyMode.POLICY_MODE_APPROVE)
                        .setReason("people did the same 11 times of 12"))
                .build();

        var text = PolicyText.report(report);

        assertThat(text)
                .startsWith("Policy ours, version 3\n\nCHANGED FILES ARE NOT USED")
                .contains("policy.yaml:4")
                .doesNotContain("\u001b")
                .containsSubsequence(
                        "PEOPLE DECIDE ABOUT",
                        "kubernetes.node.cordon",
                        "2026-03-02",
                        "cordoned is false",
                        "DECISIONS",
                        "shadow",
                        "12",
                        "MIGHT BE TRUSTED MORE",
                        "people did the same 11 times of 12",
                        "Nothing is promoted by itself");
    }

    @Test
    void shows_no_more_than_there_is() {
        assertThat(PolicyText.report(QUIET.build())).doesNotContain("PEOPLE DECIDE", "CHANGED", "TRUSTED");
    }
}
