package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.broker.Stage.Trial;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.Generations;
import dev.vireo.api.deploy.Intent;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.TrialReport;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Two generations, of which the second was deployed; packages whose name begins with "bad" are refused, and one whose name begins with
 * "space" waits for its space unless it may take over when that is ready.
 */
final class FakeGenerations implements Generations {
    private volatile boolean waits;
    /** Who signed the package of the second. */
    volatile String signer = "developer";

    private Generation second() {
        return new Generation(1, State.ACTIVE, 0, Instant.parse("2026-11-24T10:00:00Z"), Instant.parse("2026-11-24T10:00:10Z"), "", 0,
                List.of(new DeployedPackage("eye", "1.2.0", "ab".repeat(32), signer,
                        List.of(new DeployedBundle("dev.example.eye", "1.2.0", "cd".repeat(32), 4_711)))));
    }

    @Override
    public Generation deploy(Path file) {
        if (file.getFileName().toString().startsWith("bad")) {
            throw new VireoException(ErrorKind.USER_INPUT, file + ": is not signed");
        }
        return second();
    }

    @Override
    public Generation deploy(Path file, boolean whenReady) {
        waits = file.getFileName().toString().startsWith("space") && !whenReady;
        return deploy(file);
    }

    @Override
    public Generation tryOut(Path file, int percent) {
        if (percent == 66) {
            throw new VireoException(ErrorKind.USER_INPUT, "generation 1 is on trial beside generation 0");
        }
        return deploy(file);
    }

    @Override
    public Generation promote(OptionalLong number) {
        if (number.orElse(1) != 1) {
            throw new VireoException(ErrorKind.USER_INPUT, "no generation is on trial");
        }
        return second();
    }

    @Override
    public Generation discard(OptionalLong number) {
        return promote(number);
    }

    @Override
    public Optional<TrialReport> trial(long number) {
        return number != 1 ? Optional.empty() : Optional.of(new TrialReport(1, 0, 30, Instant.EPOCH, TrialReport.State.PROMOTED,
                Optional.of(Instant.EPOCH), "promoted",
                Map.of(Trial.REQUEST, new Figures(70, 0, "", 20e6, 40e6), "Detector.detect", new Figures(70, 0, "", 1e6, 2e6)),
                Map.of(Trial.REQUEST, new Figures(30, 1, "worn out", 30e6, 50e6)),
                Optional.of(new ShadowReport(12, 3, 0.75, 0.5, 0.8, new SpaceReport.Times(10, 20), new SpaceReport.Times(11, 21),
                        List.of(new SpaceReport.Difference("a red car", 0.1), new SpaceReport.Difference("", 0.2))))));
    }

    @Override
    public Generation rollback(OptionalLong number) {
        if (number.orElse(0) != 0) {
            throw new VireoException(ErrorKind.NOT_FOUND, "there is no generation " + number.getAsLong());
        }
        return list().getFirst();
    }

    @Override
    public List<Generation> list() {
        return List.of(
                new Generation(0, State.WARM, 0, Instant.EPOCH, Instant.EPOCH, "replaced by generation 1", 0, List.of()), second());
    }

    @Override
    public Intent intent() {
        return new Intent(1, 1, 0);
    }

    @Override
    public Listening listen(long number, Consumer<Progress> listener) {
        if (number > 1) {
            throw new VireoException(ErrorKind.NOT_FOUND, "there is no generation " + number);
        }
        listener.accept(waits
                ? new Progress(number, Progress.WAITING, "space two is complete", true, false)
                : new Progress(number, "serving", "", true, number == 0));
        return () -> { };
    }

    @Override
    public List<String> startFaults() {
        return List.of();
    }

    @Override
    public boolean hasStarted() {
        return true;
    }

    @Override
    public void stopInOrder() {}
}
