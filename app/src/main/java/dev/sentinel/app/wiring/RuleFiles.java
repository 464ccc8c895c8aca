package dev.sentinel.app.wiring;

import dev.sentinel.app.config.RespondersConfig;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.runbooks.RunbookSet;
import dev.sentinel.responders.running.RuleLibrary;
import dev.sentinel.responders.running.RuleReader;
import dev.sentinel.responders.running.RuleTexts;
import dev.sentinel.responders.shelf.Shelf;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the policy and the runbooks, the shipped ones and the user's own, with every fault at once. */
public final class RuleFiles {
    private RuleFiles() {}

    /** Those that a responder decides by, read again when they change. */
    static RuleLibrary library(RespondersConfig config, Catalog catalog, MeterRegistry registry) throws CannotStart {
        var place = new RuleTexts.Place(config.policy(), config.runbooks());
        try {
            return RuleLibrary.open(reader(catalog), place, registry);
        } catch (RuleReader.Faulty | Shelf.Unreadable e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    public static RuleReader reader(Catalog catalog) {
        return new RuleReader(catalog, Guards.shipped());
    }

    /** The runbooks in force. */
    public static RunbookSet runbooks(Optional<Path> folder, Catalog catalog) throws CannotStart {
        try {
            return reader(catalog)
                    .runbooks(RuleTexts.at(new RuleTexts.Place(Optional.empty(), folder))
                            .runbooks());
        } catch (RuleReader.Faulty | Shelf.Unreadable e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    /** The policy in force. */
    public static Policy policy(Optional<Path> file, Catalog catalog) throws CannotStart {
        try {
            var texts = RuleTexts.at(new RuleTexts.Place(file, Optional.empty()));
            return reader(catalog).policy(texts.policyName(), texts.policy());
        } catch (RuleReader.Faulty | Shelf.Unreadable e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }
}
