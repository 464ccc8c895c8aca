package dev.sentinel.lab.outside;

/** What an installed app knows of its workspace: its token, and the secret that signs what Slack sends to it. */
record SlackApp(String token, String signingSecret) {

    static final String TEAM = "T0LAB0001";
    static final String ID = "A0LAB0001";
    static final String USER = "U0LABBOT1";
    static final String BOT = "B0LAB0001";
    static final String NAME = "sentinel";

    /** The one that is installed in the lab. */
    static SlackApp ofLab() {
        return new SlackApp("xoxb-lab-token", "lab-signing-secret");
    }
}
