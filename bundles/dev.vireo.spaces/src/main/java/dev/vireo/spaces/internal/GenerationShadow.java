package dev.vireo.spaces.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.Shadowing;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.query.BackgroundWork;
import dev.vireo.api.query.QuestionFeed;
import dev.vireo.api.query.SpaceSearch;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Asks generations on trial what people ask. Listens only while a trial is on. The search is made anew when its settings change, and
 * what is being compared goes on with the new one: hence the dynamic references.
 */
@Component(immediate = true) // a trial goes on also when nobody holds on to the service
public final class GenerationShadow implements Shadowing {
    private final SpaceCatalog spaces;
    // The parts of the search, each null while it is away. Guarded by this, as is the rest.
    private SpaceSearch search;
    private QuestionFeed questions;
    private BackgroundWork background;
    private final Set<Asking> running = new HashSet<>();

    @Activate
    public GenerationShadow(@Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceCatalog spaces) {
        this.spaces = spaces;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindSearch(SpaceSearch now) {
        search = now;
        follow();
    }

    @SuppressWarnings("ReferenceEquality") // the very service: another may be bound already
    synchronized void unbindSearch(SpaceSearch gone) {
        search = search == gone ? null : search;
        follow();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindQuestions(QuestionFeed now) {
        questions = now;
        follow();
    }

    @SuppressWarnings("ReferenceEquality")
    synchronized void unbindQuestions(QuestionFeed gone) {
        questions = questions == gone ? null : questions;
        follow();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindBackground(BackgroundWork now) {
        background = now;
        follow();
    }

    @SuppressWarnings("ReferenceEquality")
    synchronized void unbindBackground(BackgroundWork gone) {
        background = background == gone ? null : background;
        follow();
    }

    private void follow() {
        Optional<Source> source = source();
        running.forEach(asking -> asking.follow(source));
    }

    private Optional<Source> source() {
        return search == null || questions == null || background == null
                ? Optional.empty()
                : Optional.of(new Source(search, questions, background));
    }

    @Override
    public synchronized Shadow begin(Stage.Trial trial) {
        Source source = source().orElseThrow(() -> new VireoException(
                ErrorKind.UNAVAILABLE, "the search is starting, so nothing can be asked again; try again in a moment"));
        Asking asking = new Asking(trial, source);
        running.add(asking);
        return asking;
    }

    @Deactivate
    synchronized void stop() {
        Set.copyOf(running).forEach(Asking::close);
    }

    /** A search with what belongs to it. */
    private record Source(SpaceSearch search, QuestionFeed questions, BackgroundWork background) {}

    /** What is asked again of one trial. */
    private final class Asking implements Shadow {
        private final AskedAgain again;
        /** The last that was there: what is being asked when the search goes ends with it. */
        private volatile Source source;
        /** Null while no search is there. */
        private QuestionFeed.Listening listening;

        Asking(Stage.Trial trial, Source source) {
            this.source = source;
            this.again = new AskedAgain(q -> this.source.search().ask(q, spaces.serving(q.domain())), trial,
                    () -> this.source.questions().keepsWords(), () -> this.source.background().lower(), AskedAgain.REST);
            this.listening = source.questions().listen(again);
        }

        void follow(Optional<Source> now) {
            if (listening != null) {
                listening.close();
                listening = null;
            }
            now.ifPresent(s -> {
                source = s;
                listening = s.questions().listen(again);
            });
        }

        @Override
        public ShadowReport report() {
            return again.report();
        }

        @Override
        public void close() {
            synchronized (GenerationShadow.this) {
                running.remove(this);
                follow(Optional.empty());
            }
            again.close();
        }
    }
}
