package dev.vireo.spaces.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.Shadowing;
import dev.vireo.api.query.BackgroundWork;
import dev.vireo.api.query.QuestionFeed;
import dev.vireo.api.query.SpaceSearch;
import java.util.HashSet;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Asks generations on trial what people ask. Listens only while a trial is on. */
@Component(immediate = true) // a trial goes on also when nobody holds on to the service
public final class GenerationShadow implements Shadowing {
    private final SpaceCatalog spaces;
    private final SpaceSearch search;
    private final QuestionFeed questions;
    private final BackgroundWork background;
    /** Guarded by itself. */
    private final Set<Asking> running = new HashSet<>();

    @Activate
    public GenerationShadow(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceCatalog spaces,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceSearch search,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) QuestionFeed questions,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) BackgroundWork background) {
        this.spaces = spaces;
        this.search = search;
        this.questions = questions;
        this.background = background;
    }

    @Override
    public Shadow begin(Stage.Trial trial) {
        Asking asking = new Asking(trial);
        synchronized (running) {
            running.add(asking);
        }
        return asking;
    }

    @Deactivate
    void stop() {
        Set<Asking> left;
        synchronized (running) {
            left = Set.copyOf(running);
        }
        left.forEach(Asking::close);
    }

    /** What is asked again of one trial. */
    private final class Asking implements Shadow {
        private final AskedAgain again;
        private final QuestionFeed.Listening listening;

        Asking(Stage.Trial trial) {
            this.again = new AskedAgain(q -> search.ask(q, spaces.serving(q.domain())), trial, questions::keepsWords,
                    background::lower, AskedAgain.REST);
            this.listening = questions.listen(again);
        }

        @Override
        public ShadowReport report() {
            return again.report();
        }

        @Override
        public void close() {
            synchronized (running) {
                running.remove(this);
            }
            listening.close();
            again.close();
        }
    }
}
