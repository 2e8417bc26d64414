package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.Zones;
import dev.vireo.api.deploy.Generations;
import dev.vireo.api.deploy.Keyring;
import dev.vireo.api.deploy.SpaceChange;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.Renewal;
import dev.vireo.api.ingest.Streams;
import dev.vireo.api.media.Footage;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.model.ModelBundle;
import dev.vireo.api.query.QueryEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the API stands in front of.
 *
 * @param home home directory of the runtime
 * @param version of the product
 * @param bundles what is installed now
 * @param models bundles that carry models, also refused ones
 * @param readiness what is still missing to answer
 */
record Backend(
        QueryEngine queries,
        Ingest ingest,
        Streams streams,
        Catalog catalog,
        Zones zones,
        SpaceChange spaces,
        Renewal renewal,
        Site site,
        MediaReader reader,
        Footage footage,
        Broker broker,
        Keyring keyring,
        Generations generations,
        Path home,
        String version,
        Supplier<List<Wire.Bundle>> bundles,
        Supplier<List<ModelBundle>> models,
        Supplier<List<String>> readiness) {}
