# bash completion of receivables; made by scripts/make-completions.py
_receivables() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W 'accept aging approve check close connect disconnect erase export history ledger pause plan preset presets prune reject resume retract run status verify watch why withdraw withhold --help --version' -- "$word")); return
  fi
  case "$before" in
  --as-known-on) return ;;
  --as-of) return ;;
  --backtest) return ;;
  --batch) return ;;
  --by) return ;;
  --company) return ;;
  --config) COMPREPLY=($(compgen -f -- "$word")); return ;;
  --customer) return ;;
  --from) return ;;
  --html) COMPREPLY=($(compgen -f -- "$word")); return ;;
  --jobs) return ;;
  --log) COMPREPLY=($(compgen -W 'text json' -- "$word")); return ;;
  --max-age) return ;;
  --now) return ;;
  --out) return ;;
  --policy) COMPREPLY=($(compgen -f -- "$word")); return ;;
  --poll) return ;;
  --progress) COMPREPLY=($(compgen -W 'auto always never' -- "$word")); return ;;
  --reason) return ;;
  --redirect-to) return ;;
  --render) return ;;
  --to) return ;;
  --write) return ;;
  esac
  case "$word" in
  -*)
    case "$command" in
    run) COMPREPLY=($(compgen -W '--as-of --now --rehearse --redirect-to --jobs --log --progress --config --help' -- "$word")) ;;
    plan) COMPREPLY=($(compgen -W '--as-of --now --json --html --policy --backtest --log --progress --jobs --config --help' -- "$word")) ;;
    check) COMPREPLY=($(compgen -W '--json --write --render --as-of --now --config --help' -- "$word")) ;;
    why) COMPREPLY=($(compgen -W '--company --json --now --config --help' -- "$word")) ;;
    history) COMPREPLY=($(compgen -W '--as-of --as-known-on --company --json --now --config --help' -- "$word")) ;;
    aging) COMPREPLY=($(compgen -W '--as-of --as-known-on --company --customer --out --json --now --config --help' -- "$word")) ;;
    ledger) COMPREPLY=($(compgen -W '--from --to --as-of --as-known-on --company --customer --out --json --now --config --help' -- "$word")) ;;
    close) COMPREPLY=($(compgen -W '--by --now --config --help' -- "$word")) ;;
    status) COMPREPLY=($(compgen -W '--max-age --json --now --config --help' -- "$word")) ;;
    verify) COMPREPLY=($(compgen -W '--json --now --config --help' -- "$word")) ;;
    accept) COMPREPLY=($(compgen -W '--by --reason --now --config --help' -- "$word")) ;;
    reject) COMPREPLY=($(compgen -W '--by --reason --now --config --help' -- "$word")) ;;
    approve) COMPREPLY=($(compgen -W '--batch --by --reason --now --config --help' -- "$word")) ;;
    withhold) COMPREPLY=($(compgen -W '--batch --by --reason --now --config --help' -- "$word")) ;;
    withdraw) COMPREPLY=($(compgen -W '--by --reason --now --config --help' -- "$word")) ;;
    retract) COMPREPLY=($(compgen -W '--preview --by --reason --now --config --help' -- "$word")) ;;
    pause) COMPREPLY=($(compgen -W '--by --reason --preview --now --config --help' -- "$word")) ;;
    resume) COMPREPLY=($(compgen -W '--by --reason --preview --now --config --help' -- "$word")) ;;
    connect) COMPREPLY=($(compgen -W '--by --reason --preview --now --config --help' -- "$word")) ;;
    disconnect) COMPREPLY=($(compgen -W '--by --reason --preview --now --erase --override-retention --config --help' -- "$word")) ;;
    watch) COMPREPLY=($(compgen -W '--poll --jobs --log --config --help' -- "$word")) ;;
    erase) COMPREPLY=($(compgen -W '--company --customer --preview --override-retention --by --reason --now --config --help' -- "$word")) ;;
    export) COMPREPLY=($(compgen -W '--company --customer --now --config --help' -- "$word")) ;;
    prune) COMPREPLY=($(compgen -W '--preview --now --config --help' -- "$word")) ;;
    presets) COMPREPLY=($(compgen -W '--json --config --help' -- "$word")) ;;
    preset) COMPREPLY=($(compgen -W '--config --help' -- "$word")) ;;
    esac ;;
  *)
    case "$command" in
    check) COMPREPLY=($(compgen -f -- "$word")) ;;
    preset) COMPREPLY=($(compgen -W "show" -- "$word")) ;;
    esac ;;
  esac
}
complete -o filenames -F _receivables receivables
