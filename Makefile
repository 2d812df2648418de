# The front door. Meson does the work; `make` says what there is.
BUILD ?= build

.PHONY: all quick test asan demo quality bench deb style clean help

all:            ## build the release in build/
	@[ -f $(BUILD)/build.ninja ] || meson setup $(BUILD)
	@ninja -C $(BUILD)

quick: all      ## unit tests only: before each commit
	@meson configure $(BUILD) -Dtests=enabled && meson test -C $(BUILD) --suite unit

test:           ## everything, as CI does
	@./check

asan:           ## unit tests under ASan and UBSan
	@[ -f build-asan/build.ninja ] || CC=clang meson setup build-asan -Dtests=enabled -Dfuzz=true \
		-Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false
	@meson test -C build-asan --suite unit -t 6

demo:           ## start the pipeline on the samples
	@./run

quality: all    ## scores on the development data beside the project
	@bench/quality

bench: all      ## speed against named peers
	@bench/run

deb: all        ## a Debian package in build/
	@tools/deb

style:          ## layers, sizes, banned calls
	@tests/style/run

clean:          ## remove the build trees
	@rm -rf build build-asan build-deb build-faults

help:           ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile
