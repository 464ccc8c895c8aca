package dev.sentinel.lab.outside;

import java.util.Optional;

/** Who may do what: one token may all, one may only read, and nobody is anybody. */
record NomadTokens(String all, String read) {

    static NomadTokens ofLab() {
        return new NomadTokens("1ab00000-0000-4000-8000-000000000001", "1ab00000-0000-4000-8000-000000000002");
    }

    void check(Request request, boolean writes) {
        Optional<String> bearer = request.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()));
        String said = request.header("X-Nomad-Token").or(() -> bearer).orElse("");
        boolean known = said.equals(all) || said.equals(read);
        if (!said.isEmpty() && !known) {
            throw new NomadError(403, "ACL token not found");
        }
        if (said.isEmpty() || (writes && !said.equals(all))) {
            throw new NomadError(403, "Permission denied");
        }
    }
}
