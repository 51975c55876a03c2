/** What HTTP itself says, by code; the sentences of verbs and language are templates, the same as the chat's. */
const OWN: Readonly<Record<string, string>> = {
  invalid: 'O pedido tem campos com problemas.',
  invalid_json: 'O corpo do pedido não é um JSON válido.',
  nul_character: 'O pedido tem um caractere nulo (U+0000), que não pode ser guardado. Tire-o e envie de novo.',
  not_an_object: 'Envie um objeto JSON.',
  unauthorized: 'Envie um token válido no cabeçalho Authorization: Token <token>.',
  wrong_secret: 'O segredo do webhook não confere.',
  invalid_credentials: 'Usuário ou senha incorretos.',
  forbidden: 'Este token não tem permissão para isso.',
  not_found: 'Não encontrei o que você pediu.',
  method_not_allowed: 'Este endereço não aceita este método.',
  api_key_required: 'Este campo é obrigatório.',
  status_by_action: 'O status não muda por aqui. Use POST em pause/, resume/ ou cancel/ deste agendamento.',
  pause_by_action: 'A pausa não muda por aqui. Use POST em pause/ ou resume/ deste agendamento.',
  no_media_yet: 'Um agendamento ainda não leva foto, vídeo, áudio nem arquivo. Mande null, ou tire este campo.',
  no_instance: 'Ainda não há nenhuma instância do WhatsApp configurada.',
  version_conflict: 'Alguém mudou isto depois que você leu. Leia de novo e repita a mudança.',
  conflict: 'Alguém mudou a mesma coisa ao mesmo tempo. Leia de novo e repita.',
  invalid_idempotency_key: 'Idempotency-Key: use de 1 a 200 caracteres ASCII, sem espaços.',
  idempotency_key_reused: 'Esta Idempotency-Key já foi usada em outro pedido. Use uma nova para cada pedido.',
  idempotency_unfinished:
    'O primeiro pedido com esta Idempotency-Key ainda não terminou, ou foi interrompido. Confira antes de repetir com outra.',
  answer_not_kept: 'Este pedido já foi feito, e a resposta só aparece uma vez.',
  too_large: 'O corpo do pedido é grande demais.',
  unsupported_media_type: 'Envie o corpo como application/json.',
  too_many_requests: 'Pedidos demais. Espere um pouco e tente de novo.',
  unavailable: 'O banco de dados não está respondendo. Tente de novo em alguns segundos.',
  gateway_failed: 'O WhatsApp (gateway) não respondeu como devia. Tente de novo em alguns segundos.',
  internal: 'Algo falhou do nosso lado. O erro foi registrado.',
};

/** A code and its details as one Portuguese sentence. */
export type Sentence = (code: string, details: Readonly<Record<string, unknown>>) => string;

/** HTTP's own sentences first, then those of `fallback` (templates/errors). */
export function withOwnSentences(fallback: Sentence): Sentence {
  return (code, details) => (Object.hasOwn(OWN, code) ? OWN[code]! : fallback(code, details));
}
