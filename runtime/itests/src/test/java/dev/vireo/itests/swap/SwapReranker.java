package dev.vireo.itests.swap;

import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.rerank.RerankCandidate;
import dev.vireo.api.rerank.RerankRequest;
import dev.vireo.api.rerank.Reranker;
import dev.vireo.api.rerank.Reranking;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** A reranker of the version of its bundle, with the fault that a header of its bundle names. */
@Component(service = {Reranker.class, Provider.class})
public final class SwapReranker implements Reranker {
    private final String version;
    private final String fault;
    private final AtomicLong calls = new AtomicLong();

    @Activate
    public SwapReranker(BundleContext context) throws InterruptedException {
        this.version = context.getBundle().getVersion().toString();
        String header = context.getBundle().getHeaders().get("Swap-Fault");
        this.fault = header == null ? "" : header;
        switch (fault) {
            case "activate" -> throw new IllegalStateException("no licence for this machine");
            case "load" -> throw new NoClassDefFoundError("acme/Absent");
            case "hang" -> new CountDownLatch(1).await();
            case "memory" -> grab();
            case "crash" -> crash();
            case "hungry" -> Arena.global().allocate(500L << 20).fill((byte) 1);
            default -> { }
        }
    }

    @SuppressWarnings("restricted") // the process is to die of it
    private static void crash() {
        MemorySegment.ofAddress(1L << 12).reinterpret(64).set(ValueLayout.JAVA_LONG, 0, 1);
    }

    private static void grab() {
        List<byte[]> taken = new ArrayList<>();
        while (true) {
            taken.add(new byte[16 << 20]);
        }
    }

    @Override
    public ProviderInfo info() {
        return new ProviderInfo("swap", version, "Test of swaps");
    }

    @Override
    public Reads reads() {
        if (fault.equals("late") && calls.incrementAndGet() > 20) {
            throw new IllegalStateException("worn out");
        }
        if (fault.equals("tired") && calls.incrementAndGet() > 20) {
            pause(40);
        }
        return Reads.MEASURES;
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Reranking rerank(RerankRequest request) {
        if (fault.equals("slow")) {
            pause(200);
        }
        Map<Long, Double> scores = new HashMap<>();
        for (RerankCandidate candidate : request.candidates()) {
            scores.put(candidate.id(), switch (fault) {
                case "wrong" -> 7.5;
                case "turned" -> (candidate.id() + 1.0) / (request.candidates().size() + 1.0);
                default -> 0.5;
            });
        }
        return new Reranking(scores, true);
    }
}
