const bash = `# quayside completion for bash: source <(quayside completion bash)
_quayside() {
  local candidate
  # Bash hands words over as they were typed; names may hold spaces, which are typed with a backslash.
  local -a typed=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  typed=("\${typed[@]//\\\\/}")
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("$(printf '%q' "$candidate")")
  done < <(quayside __complete "\${typed[@]}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]]; then compopt -o nospace; fi
}
complete -F _quayside quayside
`;

const zsh = `#compdef quayside
# quayside completion for zsh: source <(quayside completion zsh)
_quayside() {
  local -a candidates open
  candidates=("\${(@f)$(quayside __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  open=("\${(@M)candidates:#*/}")
  candidates=("\${(@)candidates:#*/}")
  # Letter case in names does not count.
  compadd -M 'm:{a-zA-Z}={A-Za-z}' -S '' -a open
  compadd -M 'm:{a-zA-Z}={A-Za-z}' -a candidates
}
if [ "$funcstack[1]" = "_quayside" ]; then _quayside "$@"; else compdef _quayside quayside; fi
`;

const fish = `# quayside completion for fish: quayside completion fish | source
function __quayside_complete
    set -l typed (commandline -ct)
    set -l plain (string unescape -- $typed); or set plain $typed
    set -l words (commandline -opc) "$plain"
    quayside __complete $words[2..-1] 2>/dev/null
end
complete -c quayside -f -a '(__quayside_complete)'
`;

/** The scripts that shells read; each asks \`quayside __complete\` for what fits. */
export const completionScripts: Readonly<Record<string, string>> = { bash, zsh, fish };
