package dev.vireo.spaces.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.Shadowing;
import dev.vireo.api.query.BackgroundWork;
import dev.vireo.api.query.QuestionFeed;
import dev.vireo.api.query.SpaceSearch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Asks generations on trial what people ask. Listens only while a trial is on; one whose search is replaced compares no more. */
@Component
public final class GenerationShadow implements Shadowing {
    private final SpaceCatalog spaces;
    private final SpaceSearch search;
    private final QuestionFeed questions;
    private final BackgroundWork background;

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
        AskedAgain again = new AskedAgain(q -> search.ask(q, spaces.serving(q.domain())), trial, background::lower, AskedAgain.REST);
        QuestionFeed.Listening listening = questions.listen(again);
        return new Shadow() {
            @Override
            public ShadowReport report() {
                return again.report();
            }

            @Override
            public void close() {
                listening.close();
                again.close();
            }
        };
    }
}
