package dev.vireo.query.internal.background;

import dev.vireo.api.query.BackgroundWork;
import dev.vireo.api.query.SearchTimes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Background work that goes by how long people wait for answers. */
@Component
public final class CourteousWork implements BackgroundWork {
    private final SearchTimes times;

    @Activate
    public CourteousWork(@Reference(policyOption = ReferencePolicyOption.GREEDY) SearchTimes times) {
        this.times = times;
    }

    @Override
    public void lower() {
        NiceThread.lower();
    }

    @Override
    public Pace pace(double limit) {
        return new QuestionPace(times, limit, System::nanoTime);
    }
}
