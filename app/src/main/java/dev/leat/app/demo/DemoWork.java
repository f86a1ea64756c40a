package dev.leat.app.demo;

import java.util.List;

/** A kind of work along the leat, and what work orders say about it. */
record DemoWork(String kind, List<String> notes) {
    static final List<DemoWork> ALL = List.of(
            new DemoWork(
                    "screen",
                    List.of(
                            "Trash screen blocked by leaves, rake it.",
                            "Blocked screen: a branch is jammed behind the bars.",
                            "Bars of the screen bent by ice, straighten two of them.")),
            new DemoWork(
                    "gate",
                    List.of(
                            "Gate does not seat, gravel on the sill.",
                            "Rack is stiff, clean and grease it.",
                            "Timber soft at the foot, measure for a new board.")),
            new DemoWork(
                    "bank",
                    List.of(
                            "Wet patch below the towpath, look for a leak.",
                            "Bank slipped after rain, fence it off and bring clay.",
                            "Badger hole in the bank, call the engineer before digging.")),
            new DemoWork(
                    "towpath",
                    List.of(
                            "Branches hang over the towpath, cut them back.",
                            "Step broken, somebody nearly fell.",
                            "Puddle that never dries, lay a drain.")),
            new DemoWork(
                    "weed",
                    List.of(
                            "Cut the weed, it raises the water by ten centimetres.",
                            "Floating weed drifts towards the turbine screen.")),
            new DemoWork(
                    "gauge",
                    List.of(
                            "Instrument and gauge board differ by four centimetres.",
                            "Housing is damp, dry it and renew the seal.",
                            "Algae on the gauge board hide the red line.")));

    DemoWork {
        notes = List.copyOf(notes);
    }
}
