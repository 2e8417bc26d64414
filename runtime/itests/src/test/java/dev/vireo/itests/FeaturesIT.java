package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** Each feature resolves and starts with no other beside the base: what it needs from Vireo it brings or waits for. */
@RunWith(PaxExam.class)
public class FeaturesIT {
    private static final String BASE = "vireo-base.json";

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] base() throws IOException {
        return Runtimes.only(BASE,
                frameworkProperty("vireo.home").value(Files.createTempDirectory("vireo-it").toString()),
                frameworkProperty("vireo.test.features").value(Runtimes.others(BASE)));
    }

    @Test
    public void everyFeatureResolvesAndStartsAlone() throws BundleException {
        String[] features = context.getProperty("vireo.test.features").split(";");
        assertTrue(Arrays.toString(features), features.length >= 8);
        for (String feature : features) {
            String[] parts = feature.split(" ");
            List<Bundle> bundles = new ArrayList<>();
            for (String url : Arrays.asList(parts).subList(1, parts.length)) {
                bundles.add(context.installBundle(url));
            }
            for (Bundle bundle : bundles) {
                if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                    bundle.start();
                }
            }
            for (Bundle bundle : bundles) {
                assertEquals(parts[0] + ": " + bundle, Bundle.ACTIVE, bundle.getState());
            }
            for (Bundle bundle : bundles.reversed()) {
                bundle.uninstall();
            }
        }
    }
}
