package dev.vireo.ingest.internal.analysis;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Space;
import dev.vireo.api.ingest.RegionReader;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.LabelScore;
import dev.vireo.ingest.internal.model.Find;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.picture.ColourMeasure;
import dev.vireo.ingest.internal.picture.Look;
import dev.vireo.ingest.internal.picture.Pixels;
import dev.vireo.ingest.internal.picture.View;
import dev.vireo.ingest.internal.track.LabelTally;
import dev.vireo.ingest.internal.work.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** One look at a place of a picture, with the code that looks at tracks. */
@Component(service = RegionReader.class, configurationPid = "dev.vireo.ingest")
public final class ModelRegionReader implements RegionReader {
    private final Models models;
    private final Settings settings;

    @Activate
    public ModelRegionReader(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Broker broker,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceCatalog spaces,
            Settings.Config config) {
        this(broker, spaces, Settings.of(config));
    }

    ModelRegionReader(Broker broker, SpaceCatalog spaces, Settings settings) {
        this.models = new Models(broker, spaces);
        this.settings = settings;
    }

    @Override
    public List<Found> find(Image picture) {
        // In the size that footage is looked at: a detector that sees more here would find what tracks know nothing of.
        Image small = Pixels.shrink(picture, settings.analysisMaxSide());
        double scaleX = picture.width() / (double) small.width();
        double scaleY = picture.height() / (double) small.height();
        return models.detect(small).stream()
                .map(find -> new Found(find.box().scale(scaleX, scaleY), labels(find)))
                .toList();
    }

    private static List<LabelScore> labels(Find find) {
        List<LabelScore> labels = new ArrayList<>();
        find.scores().forEach((model, scores) -> scores.forEach((label, p) -> labels.add(new LabelScore(model, label, p))));
        labels.sort(Comparator.comparingDouble((LabelScore s) -> -s.probability())
                .thenComparing(LabelScore::model)
                .thenComparingInt(LabelScore::label));
        return labels;
    }

    @Override
    public Reading read(Image picture, Found place) {
        View view = View.of(new Frame(0, picture));
        Box box = place.box().grow(0, picture.width(), picture.height());
        Look look = Look.of(view, box, 1);
        List<Image> one = List.of(look.forModels());
        List<LabelScore> labels = new ArrayList<>(place.labels());
        models.classify(one).forEach((model, rows) -> labels.addAll(
                LabelTally.ofClassifier(model, rows, settings.labelFloor(), settings.labelLimit())));
        Map<Space, Encoding> encodings = new LinkedHashMap<>();
        models.encodings(one).forEach((space, rows) -> encodings.put(space, rows.get(0)));
        return new Reading(box, labels, new ColourMeasure().of(List.of(look)), encodings);
    }

    @Override
    public List<Encoding> encode(Space space, Image picture, List<Optional<Box>> places) {
        // In the size that footage is looked at, and cut out as the looks of tracks are.
        Image small = Pixels.shrink(picture, settings.analysisMaxSide());
        double scaleX = small.width() / (double) picture.width();
        double scaleY = small.height() / (double) picture.height();
        View view = View.of(new Frame(0, small));
        return models.encodings(space, places.stream()
                .map(place -> place.map(box -> Look.of(view, box.scale(scaleX, scaleY), 1).forModels()).orElse(small))
                .toList());
    }
}
