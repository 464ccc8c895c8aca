package dev.sentinel.app.output;

import dev.sentinel.v1.GetPolicyReportResponse;

/** How the policy does, for people. */
public final class PolicyText {
    private PolicyText() {}

    public static String report(GetPolicyReportResponse report) {
        var text = new StringBuilder("Policy %s, version %s\n"
                .formatted(Printable.escape(report.getPolicy()), Printable.escape(report.getPolicyVersion())));
        if (!report.getProblem().isEmpty()) {
            text.append("\nCHANGED FILES ARE NOT USED, those before stay in force:\n  ");
            text.append(String.join(
                            "\n  ",
                            report.getProblem().lines().map(Printable::escape).toList()))
                    .append('\n');
        }
        if (report.getLostCount() > 0) {
            var lost = new Table("people decide about", "cluster", "since", "because", "plan");
            report.getLostList()
                    .forEach(each -> lost.row(
                            each.getAction(),
                            each.getCluster(),
                            IncidentText.time(each.getSince()),
                            each.getReason(),
                            each.getPlanId()));
            text.append('\n').append(lost.write(Table.Format.TABLE));
            text.append("Once it is understood: sentinel policy trust ACTION --reason TEXT\n");
        }
        text.append('\n').append(scores(report));
        if (report.getProposalsCount() > 0) {
            var proposals = new Table("might be trusted more", "cluster", "from", "to", "because");
            report.getProposalsList()
                    .forEach(each -> proposals.row(
                            each.getAction(),
                            each.getCluster(),
                            PlanText.word(each.getFrom()),
                            PlanText.word(each.getTo()),
                            each.getReason()));
            text.append('\n').append(proposals.write(Table.Format.TABLE));
            text.append("Nothing is promoted by itself: write it into the policy, or leave it.\n");
        }
        return text.toString();
    }

    private static String scores(GetPolicyReportResponse report) {
        var scores = new Table(
                "action", "cluster", "mode", "decisions", "agreed", "disagreed", "needless", "pending", "bad outcomes");
        report.getScoresList()
                .forEach(each -> scores.row(
                        each.getAction(),
                        each.getCluster(),
                        PlanText.word(each.getMode()),
                        Integer.toString(each.getDecisions()),
                        Integer.toString(each.getAgreed()),
                        Integer.toString(each.getDisagreed()),
                        Integer.toString(each.getNeedless()),
                        Integer.toString(each.getPending()),
                        Integer.toString(each.getBadOutcomes())));
        return scores.write(Table.Format.TABLE);
    }
}
