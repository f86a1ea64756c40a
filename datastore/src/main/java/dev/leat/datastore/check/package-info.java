/**
 * What a value must be before it is stored, and the form in which it then is: the annotations for values, and the seam for
 * annotations of one's own. Knows no mapping, no JSON and no other package of the datastore.
 */
@NullMarked
package dev.leat.datastore.check;

import org.jspecify.annotations.NullMarked;
