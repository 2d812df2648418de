/* SPDX-License-Identifier: Apache-2.0
 * paths.h - where things are: data files beside the build tree or installed, state and runtime
 * directories by the XDG Base Directory rules for a user, by the FHS for root. */
#ifndef SITREP_PATHS_H
#define SITREP_PATHS_H

#include <stdbool.h>
#include <stddef.h>

/* The lexicons and models: $SITREP_DATA_DIR; else extractor/data of the source tree that this
 * program was built in (two levels above it); else the installed directory. Static storage. */
const char *paths_data_dir(void);
/* $XDG_CONFIG_HOME/sitrep, ~/.config/sitrep. Static storage. */
const char *paths_config_dir(void);
/* The analyst's own lexicons: lexicons/ in the directory above; else /etc/sitrep/lexicons; "" if
 * neither is there. Static storage. */
const char *paths_lexicon_dir(void);
/* $STATE_DIRECTORY; /var/lib/sitrep for root; else $XDG_STATE_HOME/sitrep,
 * ~/.local/state/sitrep. */
const char *paths_state_dir(void);
/* $RUNTIME_DIRECTORY; /run/sitrep for root; else $XDG_RUNTIME_DIR/sitrep, /tmp/sitrep-UID. */
const char *paths_run_dir(void);
/* The directory that holds the running program, to find its siblings. Static storage. */
const char *paths_program_dir(void);
/* The path of sitrep-STAGE: beside this program when installed, in the neighbouring folder of a
 * build tree. False, and an empty path, if it is not there. */
bool paths_find_program(const char *stage, char *out, size_t n);

#endif
