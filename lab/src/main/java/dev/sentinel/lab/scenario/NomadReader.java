package dev.sentinel.lab.scenario;

import dev.sentinel.lab.servers.Telemetry;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a region of Nomad, and what happens to its clients. */
final class NomadReader {
    private static final int NAME = 128;

    private NomadReader() {}

    static NomadSetting read(Section section) {
        List<String> clients =
                section.items("clients").stream().map(Section.Item::text).toList();
        if (clients.isEmpty()) {
            section.complain("clients", "a region has at least one client");
        }
        List<NomadSetting.Job> jobs = new ArrayList<>();
        for (Section each : section.sections("jobs")) {
            Optional<String> lun = each.text("lun", NAME);
            Optional<String> program = each.read("program", word -> ScenarioReader.oneOf(word, Telemetry.names()));
            if (program.isPresent() && lun.isEmpty()) {
                each.complain("program", "keeps its data on a LUN; write lun: NAME");
            }
            jobs.add(new NomadSetting.Job(ScenarioReader.word(each, "name"), program, lun));
            each.refuseOthers();
        }
        section.refuseOthers();
        return new NomadSetting(clients, jobs);
    }

    /** Why something cannot happen to a client, or be read on one: nobody knows it. */
    static Optional<String> stranger(String client, Optional<NomadSetting> nomad) {
        List<String> known = nomad.map(NomadSetting::clients).orElse(List.of());
        return known.contains(client)
                ? Optional.empty()
                : Optional.of(
                        "\"%s\" is no client of world.nomad%s".formatted(client, NearestWord.hint(client, known)));
    }
}
