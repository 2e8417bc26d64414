package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.Part;
import dev.vireo.testkit.Tracks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Adds parts for ever and says on standard output which the catalogue acknowledged; somebody kills it. */
final class CrashWriter {
    private CrashWriter() {}

    public static void main(String[] args) {
        Random random = new Random(Long.parseLong(args[1]));
        Catalog catalog = new SqliteCatalog(new Database(Path.of(args[0])));
        for (int i = 0; ; i++) {
            Asset asset = catalog.begin(Tracks.asset("default", args[1] + "-" + i, Optional.empty()));
            System.out.println("begun " + asset.id());
            for (int part = 1; part <= 5; part++) {
                List<NewMoment> moments = new ArrayList<>();
                for (int m = 0; m < part; m++) {
                    moments.add(Tracks.moment(
                            Tracks.track()
                                    .label("net@1", random.nextInt(80), 0.5)
                                    .vector(SqliteCatalogTest.VECTORS, Tracks.unit(random, SqliteCatalogTest.VECTORS.dimension()))
                                    .make(),
                            Tracks.track().wholeFrame().make()));
                }
                for (long moment : catalog.append(asset.id(), new Part(part * 1000L, moments, List.of()))) {
                    System.out.println("moment " + moment);
                }
                System.out.println("part " + asset.id() + " " + part * 1000L);
            }
            catalog.finish(asset.id());
            System.out.println("done " + asset.id());
            if (i % 4 == 3) {
                catalog.delete(asset.id(), "a test");
                System.out.println("gone " + asset.id());
            }
        }
    }
}
