const bash = `# quayside completion for bash: source <(quayside completion bash)
_quayside() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("$(printf '%q' "$candidate")")
  done < <(quayside __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]]; then compopt -o nospace; fi
}
complete -F _quayside quayside
`;

const zsh = `#compdef quayside
# quayside completion for zsh: source <(quayside completion zsh)
_quayside() {
  local -a candidates open
  candidates=("\${(@f)$(quayside __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  open=("\${(@M)candidates:#*/}")
  candidates=("\${(@)candidates:#*/}")
  compadd -S '' -a open
  compadd -a candidates
}
if [ "$funcstack[1]" = "_quayside" ]; then _quayside "$@"; else compdef _quayside quayside; fi
`;

const fish = `# quayside completion for fish: quayside completion fish | source
function __quayside_complete
    set -l words (commandline -opc) (commandline -ct)
    quayside __complete $words[2..-1] 2>/dev/null
end
complete -c quayside -f -a '(__quayside_complete)'
`;

/** The scripts that shells read; each asks \`quayside __complete\` for what fits. */
export const completionScripts: Readonly<Record<string, string>> = { bash, zsh, fish };
