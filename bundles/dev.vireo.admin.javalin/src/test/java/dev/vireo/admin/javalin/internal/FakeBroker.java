package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.detect.Detection;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.model.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands out what was put in and counts the leases that are held. */
final class FakeBroker implements Broker {
    private final List<Provider> providers = new CopyOnWriteArrayList<>();
    private final AtomicInteger held = new AtomicInteger();

    void add(Provider provider) {
        providers.add(provider);
    }

    int held() {
        return held.get();
    }

    @Override
    public <S extends Provider> Lease<S> lease(Class<S> family) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <S extends Provider> Lease<S> lease(Class<S> family, String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <S extends Provider> Leases<S> leaseAll(Class<S> family) {
        List<S> found = new ArrayList<>();
        providers.stream().filter(family::isInstance).forEach(p -> found.add(family.cast(p)));
        held.incrementAndGet();
        return new Leases<>() {
            @Override
            public List<S> services() {
                return found;
            }

            @Override
            public void close() {
                held.decrementAndGet();
            }
        };
    }

    @Override
    public <S extends Provider> Leases<S> leaseStarted(Class<S> family) {
        return leaseAll(family);
    }

    @Override
    public List<Live> live() {
        return providers.stream()
                .map(p -> new Live(
                        List.of(p instanceof Detector ? "Detector" : "Encoder"),
                        p.info().ref(), p.info().title(), "dev.vireo.model." + p.info().id(), 0))
                .toList();
    }

    /** Knows "car" and "truck". */
    static Detector detector() {
        return new Detector() {
            @Override
            public Vocabulary vocabulary() {
                return new Vocabulary(
                        "two",
                        List.of(new Label(0, "car", "", List.of(), List.of()),
                                new Label(1, "truck", "04490091", List.of(), List.of())),
                        Map.of(), Set.of());
            }

            @Override
            public List<List<Detection>> detect(List<Image> images) {
                throw new UnsupportedOperationException();
            }

            @Override
            public ProviderInfo info() {
                return new ProviderInfo("nanodet", "1.0.0", "A detector");
            }
        };
    }

    static Encoder encoder(String id, Modality... modalities) {
        return new Encoder() {
            @Override
            public Space space() {
                return new Space(id, 2);
            }

            @Override
            public Set<Modality> modalities() {
                return Set.of(modalities);
            }

            @Override
            public List<Encoding> encodeImages(List<Image> images) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<Encoding> encodeTexts(List<String> texts) {
                throw new UnsupportedOperationException();
            }

            @Override
            public double textMatchProbability(double cosine) {
                return 0;
            }

            @Override
            public double imageMatchProbability(double cosine) {
                return 0;
            }

            @Override
            public ProviderInfo info() {
                return new ProviderInfo(id, "1.0.0", "An encoder");
            }
        };
    }
}
