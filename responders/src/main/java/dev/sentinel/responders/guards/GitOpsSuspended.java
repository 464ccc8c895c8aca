package dev.sentinel.responders.guards;

/** A change of what a repository keeps is undone within minutes unless it is suspended there. */
final class GitOpsSuspended implements Guard {
    @Override
    public String name() {
        return "gitops-suspended";
    }

    @Override
    public String condition() {
        return "what a repository restores is suspended";
    }

    @Override
    public Weight weight() {
        return Weight.MOMENT;
    }

    @Override
    public Judgement judge(Question question) {
        return new Concern(question.order().target(), question.situation())
                .workloads().stream()
                        .filter(workload ->
                                Concern.same(workload.ref(), question.order().target())
                                        || workload.owner()
                                                .filter(owner -> Concern.same(
                                                        owner, question.order().target()))
                                                .isPresent())
                        .flatMap(workload -> workload.gitOps().stream())
                        .findFirst()
                        .<Judgement>map(who -> new Judgement.Forbids(
                                who + " restores what is in its repository", "suspend it first, and resume it after"))
                        .orElseGet(() -> new Judgement.Holds("no repository restores it"));
    }
}
