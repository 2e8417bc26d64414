package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import dev.vireo.bench.Bench;
import dev.vireo.testkit.RtspServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

/**
 * A runtime that takes in photographs and films and records two cameras is killed after a segment and a part were committed, while
 * retention removes a recording, while it starts and while it stops: nothing acknowledged is lost, nothing is done twice, nothing
 * is left over; what is not kept is gone whole, and its ids say when and why. {@code bench kill} does it fifty times, at any moment.
 */
public class KillIT {
    @Test
    public void survivesAKillAtEachPoint() throws Exception {
        assumeTrue("skipped: it needs the packages " + RtspServer.PACKAGES, RtspServer.available());
        Path samples = Path.of(System.getProperty("vireo.root"), "runtime/dist/src/main/sample");
        assertEquals("faults are named in the output", 0, Bench.run("kill", List.of(samples.toString(), "5", "12", "part", "removal", "start", "stop")));
    }
}
