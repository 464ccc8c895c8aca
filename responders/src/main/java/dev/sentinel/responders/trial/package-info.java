/** Tests of runbooks, as YAML beside them: a situation and an incident, and the plan or the refusal that has to come of it; pure. */
@NullMarked
package dev.sentinel.responders.trial;

import org.jspecify.annotations.NullMarked;
