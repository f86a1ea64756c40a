package dev.leat.testing;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Chooses the fault for each request. Called by many threads at once. */
@FunctionalInterface
public interface FaultPolicy {
    /** The fault for this request. */
    Fault choose(ProxiedRequest request);

    /** No faults at all. */
    static FaultPolicy none() {
        Fault none = new Fault.None();
        return request -> none;
    }

    /** The given faults for the first requests that match, one each, in this order; then none. */
    static FaultPolicy script(Predicate<ProxiedRequest> matching, Fault... faults) {
        Queue<Fault> left = new ArrayDeque<>(List.of(faults));
        ReentrantLock lock = new ReentrantLock();
        return request -> {
            if (!matching.test(request)) {
                return new Fault.None();
            }
            lock.lock();
            try {
                Fault next = left.poll();
                return next == null ? new Fault.None() : next;
            } finally {
                lock.unlock();
            }
        };
    }

    /**
     * One of the given faults at random for that share of the requests. The choice depends on the seed and the number of
     * the request only.
     */
    static FaultPolicy random(long seed, double share, List<Fault> faults) {
        List<Fault> choices = List.copyOf(faults);
        return request -> {
            SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + request.number());
            return random.nextDouble() < share ? choices.get(random.nextInt(choices.size())) : new Fault.None();
        };
    }

    /** This policy for the requests that match, no fault for the others. */
    default FaultPolicy onlyFor(Predicate<ProxiedRequest> matching) {
        return request -> matching.test(request) ? choose(request) : new Fault.None();
    }
}
