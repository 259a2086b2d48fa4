-- Neovim as a client of `tizilim lsp`; neovim.py starts it with $TIZILIM, a manifest and $OUT, the file for what was seen.
local seen, buffer = {}, vim.api.nvim_get_current_buf()

local function marked(changed)
  -- What was there before the change does not count.
  local got = vim.wait(20000, function() return vim.g.tizilim_marked == changed end, 10)
  local rows = {}
  for _, d in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(rows, { d.code, d.lnum, d.col, d.end_lnum, d.end_col, d.message })
  end
  return got and rows or 'nothing was said'
end

local function publish(...)
  vim.lsp.diagnostic.on_publish_diagnostics(...)
  vim.g.tizilim_marked = vim.g.tizilim_marked + 1
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 20000) or {}
  for _, answer in pairs(answers) do
    return answer.result or answer.err or answer.error
  end
end

local function run()
  vim.g.tizilim_marked = 0
  local client = vim.lsp.start_client({
    name = 'tizilim',
    cmd = { os.getenv('TIZILIM'), 'lsp', '--lang', 'kk' },
    handlers = { ['textDocument/publishDiagnostics'] = publish },
  })
  vim.lsp.buf_attach_client(buffer, client)
  seen.opened = marked(1)
  seen.encoding = vim.lsp.get_client_by_id(client).offset_encoding

  vim.fn.search('stage:')
  local params = vim.lsp.util.make_position_params(0, seen.encoding)
  seen.hover = ask('textDocument/hover', params)
  local line = vim.fn.line('.') - 1
  vim.api.nvim_buf_set_text(buffer, line, 0, line, 0, { '# 🗺️ ә', '' })
  seen.edited = marked(2)
  vim.fn.search('stage:')
  params = vim.lsp.util.make_position_params(0, seen.encoding)
  params.position.character = 7
  seen.offered = ask('textDocument/completion', params)

  local actions = ask('textDocument/codeAction', {
    textDocument = params.textDocument,
    range = { start = { line = 0, character = 0 }, ['end'] = { line = 0, character = 0 } },
    context = { diagnostics = {}, only = { 'source.fixAll' } },
  })
  vim.lsp.util.apply_workspace_edit(actions[1].edit, seen.encoding)
  seen.fixed = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  seen.repaired = marked(3)
  local edits = ask('textDocument/formatting', { textDocument = params.textDocument,
                                                 options = { tabSize = 4, insertSpaces = true } })
  vim.lsp.util.apply_text_edits(edits, buffer, seen.encoding)
  seen.formatted = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
end

local good, message = pcall(run)
seen.trouble = not good and message or nil
local out = io.open(os.getenv('OUT'), 'w')
out:write(vim.fn.json_encode(seen))
out:close()
vim.cmd('qall!')
