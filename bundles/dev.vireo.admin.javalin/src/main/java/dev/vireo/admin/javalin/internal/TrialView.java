package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.broker.Stage.Trial;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.TrialReport;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a trial found, as the API shows it. */
final class TrialView {
    private static final double NS_PER_MS = 1e6;

    private TrialView() {}

    static Wire.Trial of(TrialReport trial, Views views) {
        return new Wire.Trial(
                trial.beside(),
                trial.percent(),
                Views.lower(trial.state()),
                views.local(trial.begun()),
                trial.ended().map(views::local).orElse(null),
                trial.reason(),
                figures(trial.serving()),
                figures(trial.candidate()),
                trial.shadow().map(TrialView::shadow).orElse(null));
    }

    /** Whole requests first. */
    private static List<Wire.Figures> figures(Map<String, Figures> all) {
        return all.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Figures>, Boolean>comparing(e -> !e.getKey().equals(Trial.REQUEST))
                        .thenComparing(Map.Entry::getKey))
                .map(e -> new Wire.Figures(
                        e.getKey(),
                        e.getValue().count(),
                        e.getValue().failures(),
                        e.getValue().lastFailure(),
                        Views.rounded(e.getValue().mean() / NS_PER_MS, 3),
                        Views.rounded(e.getValue().p95() / NS_PER_MS, 3)))
                .toList();
    }

    private static Wire.Shadow shadow(ShadowReport shadow) {
        return new Wire.Shadow(
                shadow.questions(),
                shadow.left(),
                shadow.overlap(),
                shadow.tau(),
                shadow.rbo(),
                new Wire.SpaceTimes(shadow.serving().p50(), shadow.serving().p95()),
                new Wire.SpaceTimes(shadow.candidate().p50(), shadow.candidate().p95()),
                shadow.different().stream().map(d -> new Wire.SpaceDifference(d.question(), d.overlap())).toList());
    }
}
